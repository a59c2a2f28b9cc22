// SPDX-License-Identifier: Apache-2.0
#include "commands/exit_status.h"

#include "magneto/error_details.h"

namespace magneto::internal::commands {
namespace {

/// A transaction fails by the worst of its operations: what the service can never take comes first.
ExitStatus status_of_reasons(const magneto::Error& error) {
  ExitStatus status = kConflict;
  for (const CancellationReason& reason : error.cancellation_reasons()) {
    if (reason.code == ErrorCode::kValidation) return kBadData;
    const bool throttled = reason.code == ErrorCode::kThrottling ||
                           reason.code == ErrorCode::kProvisionedThroughputExceeded;
    if (throttled) status = kBusy;
  }
  return status;
}

}  // namespace

ExitStatus exit_status_of(const magneto::Error& error) {
  switch (error.code()) {
    case ErrorCode::kTransactionCanceled:
      return status_of_reasons(error);
    case ErrorCode::kInvalidArgument:
      return kUsage;
    case ErrorCode::kResourceNotFound:
    case ErrorCode::kTableNotFound:
    case ErrorCode::kIndexNotFound:
    case ErrorCode::kBackupNotFound:
    case ErrorCode::kAbsent:
      return kNotFound;
    case ErrorCode::kConditionalCheckFailed:
    case ErrorCode::kDuplicateItem:
    case ErrorCode::kResourceInUse:
    case ErrorCode::kTableAlreadyExists:
    case ErrorCode::kTableInUse:
    case ErrorCode::kTransactionConflict:
    case ErrorCode::kIdempotentParameterMismatch:
      return kConflict;
    case ErrorCode::kAccessDenied:
    case ErrorCode::kCredentials:
    case ErrorCode::kExpiredToken:
    case ErrorCode::kIncompleteSignature:
    case ErrorCode::kInvalidSignature:
    case ErrorCode::kMissingAuthenticationToken:
    case ErrorCode::kRequestTimeTooSkewed:
    case ErrorCode::kUnrecognizedClient:
      return kDenied;
    case ErrorCode::kBadAnswer:
    case ErrorCode::kChecksum:
    case ErrorCode::kConnect:
    case ErrorCode::kConnectTimeout:
    case ErrorCode::kConnectionLost:
    case ErrorCode::kDeadline:
    case ErrorCode::kEndpoint:
    case ErrorCode::kProxy:
    case ErrorCode::kTimeout:
    case ErrorCode::kTls:
      return kUnreachable;
    case ErrorCode::kLimitExceeded:
    case ErrorCode::kProvisionedThroughputExceeded:
    case ErrorCode::kRateLimited:
    case ErrorCode::kRequestLimitExceeded:
    case ErrorCode::kServiceUnavailable:
    case ErrorCode::kThrottling:
      return kBusy;
    case ErrorCode::kInexact:
    case ErrorCode::kSerialization:
    case ErrorCode::kValidation:
    case ErrorCode::kWrongType:
      return kBadData;
    case ErrorCode::kCancelled:
      return kInterrupted;
    default:
      return kFailure;
  }
}

}  // namespace magneto::internal::commands
