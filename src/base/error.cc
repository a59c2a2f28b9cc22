// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <array>
#include <utility>

#include "base/check.h"

namespace magneto::internal {
namespace {

constexpr std::string_view kModel = "com.amazonaws.dynamodb.v20120810";
constexpr std::string_view kCoral = "com.amazon.coral.service";
constexpr std::string_view kValidate = "com.amazon.coral.validate";

// As the service model has it for its own errors, and as observed for the framework's: what the
// signature check refuses says "message", what is refused before and behind it says "Message".
constexpr std::string_view kLower = "message";
constexpr std::string_view kUpper = "Message";

using enum ErrorCode;
using enum RetryClass;

// One row per code, in the order of the enumeration.
constexpr auto kTable = std::to_array<ErrorInfo>({
    {kValidation, "ValidationException", kValidate, kLower, 400, kNever},
    {kSerialization, "SerializationException", kCoral, kUpper, 400, kNever},
    {kUnknownOperation, "UnknownOperationException", kCoral, kUpper, 400, kNever},
    {kResourceNotFound, "ResourceNotFoundException", kModel, kLower, 400, kNever},
    {kResourceInUse, "ResourceInUseException", kModel, kLower, 400, kNever},
    {kTableNotFound, "TableNotFoundException", kModel, kLower, 400, kNever},
    {kTableInUse, "TableInUseException", kModel, kLower, 400, kNever},
    {kTableAlreadyExists, "TableAlreadyExistsException", kModel, kLower, 400, kNever},
    {kIndexNotFound, "IndexNotFoundException", kModel, kLower, 400, kNever},
    {kBackupNotFound, "BackupNotFoundException", kModel, kLower, 400, kNever},
    {kBackupInUse, "BackupInUseException", kModel, kLower, 400, kNever},
    {kExportNotFound, "ExportNotFoundException", kModel, kLower, 400, kNever},
    {kExportConflict, "ExportConflictException", kModel, kLower, 400, kNever},
    {kImportNotFound, "ImportNotFoundException", kModel, kLower, 400, kNever},
    {kImportConflict, "ImportConflictException", kModel, kLower, 400, kNever},
    {kPolicyNotFound, "PolicyNotFoundException", kModel, kLower, 400, kNever},
    {kGlobalTableNotFound, "GlobalTableNotFoundException", kModel, kLower, 400, kNever},
    {kContinuousBackupsUnavailable, "ContinuousBackupsUnavailableException", kModel, kLower, 400,
     kNever},
    {kPointInTimeRecoveryUnavailable, "PointInTimeRecoveryUnavailableException", kModel, kLower,
     400, kNever},
    {kInvalidRestoreTime, "InvalidRestoreTimeException", kModel, kLower, 400, kNever},
    {kInvalidExportTime, "InvalidExportTimeException", kModel, kLower, 400, kNever},
    {kDuplicateItem, "DuplicateItemException", kModel, kLower, 400, kNever},
    {kConditionalCheckFailed, "ConditionalCheckFailedException", kModel, kLower, 400, kNever},
    {kTransactionCanceled, "TransactionCanceledException", kModel, kUpper, 400, kNever},
    {kTransactionConflict, "TransactionConflictException", kModel, kLower, 400, kAfterBackoff},
    {kTransactionInProgress, "TransactionInProgressException", kModel, kUpper, 400, kAfterBackoff},
    {kIdempotentParameterMismatch, "IdempotentParameterMismatchException", kModel, kUpper, 400,
     kNever},
    {kItemCollectionSizeLimitExceeded, "ItemCollectionSizeLimitExceededException", kModel, kLower,
     400, kNever},
    {kLimitExceeded, "LimitExceededException", kModel, kLower, 400, kNever},
    {kProvisionedThroughputExceeded, "ProvisionedThroughputExceededException", kModel, kLower, 400,
     kThrottled},
    {kRequestLimitExceeded, "RequestLimitExceeded", kModel, kLower, 400, kThrottled},
    {kThrottling, "ThrottlingException", kModel, kLower, 400, kThrottled},
    {kTrimmedDataAccess, "TrimmedDataAccessException", kModel, kLower, 400, kNever},
    {kExpiredIterator, "ExpiredIteratorException", kModel, kLower, 400, kNever},
    {kMissingAuthenticationToken, "MissingAuthenticationTokenException", kCoral, kLower, 400,
     kNever},
    {kIncompleteSignature, "IncompleteSignatureException", kCoral, kLower, 400, kNever},
    {kInvalidSignature, "InvalidSignatureException", kCoral, kLower, 400, kNever},
    {kUnrecognizedClient, "UnrecognizedClientException", kCoral, kLower, 400, kNever},
    {kExpiredToken, "ExpiredTokenException", kCoral, kLower, 400, kNever},
    {kAccessDenied, "AccessDeniedException", kCoral, kUpper, 400, kNever},
    {kRequestEntityTooLarge, "RequestEntityTooLargeException", kCoral, kUpper, 413, kNever},
    {kInternalServerError, "InternalServerError", kModel, kLower, 500, kAfterBackoff},
    {kServiceUnavailable, "ServiceUnavailable", kModel, kLower, 503, kAfterBackoff},
    {kWouldBlock, "WouldBlock", {}, {}, 500, kAfterBackoff},
    {kIo, "Io", {}, {}, 500, kNever},
    {kCorruption, "Corruption", {}, {}, 500, kNever},
    {kInvalidArgument, "InvalidArgument", {}, {}, 500, kNever},
});

constexpr bool rows_in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i)
    if (static_cast<std::size_t>(kTable[i].code) != i) return false;
  return kTable.size() == static_cast<std::size_t>(kInvalidArgument) + 1;
}
static_assert(rows_in_order());

}  // namespace

const ErrorInfo& error_info(ErrorCode code) {
  const auto row = static_cast<std::size_t>(code);
  MAGNETO_CHECK(row < kTable.size());
  return kTable[row];
}

Error::Error(ErrorCode code, std::string message) : Error(code, std::move(message), {}) {}

Error::Error(ErrorCode code, std::string message, std::string body_members)
    : details_(std::make_shared<const Details>(
          Details{code, std::move(message), std::move(body_members)})) {}

}  // namespace magneto::internal
