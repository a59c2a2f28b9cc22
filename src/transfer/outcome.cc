// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/outcome.h"

namespace magneto {

int outcome_status(const Error& error) {
  switch (error.code()) {
    case ErrorCode::kResourceNotFound:
    case ErrorCode::kTableNotFound:
    case ErrorCode::kIndexNotFound:
    case ErrorCode::kAbsent:
      return 404;
    case ErrorCode::kAccessDenied:
    case ErrorCode::kConditionalCheckFailed:
    case ErrorCode::kTransactionCanceled:
    case ErrorCode::kValidation:
    case ErrorCode::kUnrecognizedClient:
    case ErrorCode::kInvalidSignature:
    case ErrorCode::kMissingAuthenticationToken:
    case ErrorCode::kExpiredToken:
    case ErrorCode::kCredentials:
      return 403;
    default:
      return error.throttled() ? 429 : 500;
  }
}

}  // namespace magneto
