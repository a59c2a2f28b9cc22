// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <array>

#include "base/check.h"

namespace magneto {
namespace {

constexpr std::string_view kModel = "com.amazonaws.dynamodb.v20120810";
constexpr std::string_view kCoral = "com.amazon.coral.service";
constexpr std::string_view kValidate = "com.amazon.coral.validate";
using enum ErrorCode;
using enum RetryClass;

// One row a code, in the order of the enumeration.
constexpr auto kTable = std::to_array<ErrorInfo>({
    {kValidation, "ValidationException", kValidate, 400, kNever},
    {kSerialization, "SerializationException", kCoral, 400, kNever},
    {kUnknownOperation, "UnknownOperationException", kCoral, 400, kNever},
    {kResourceNotFound, "ResourceNotFoundException", kModel, 400, kNever},
    {kResourceInUse, "ResourceInUseException", kModel, 400, kNever},
    {kTableNotFound, "TableNotFoundException", kModel, 400, kNever},
    {kTableInUse, "TableInUseException", kModel, 400, kNever},
    {kTableAlreadyExists, "TableAlreadyExistsException", kModel, 400, kNever},
    {kIndexNotFound, "IndexNotFoundException", kModel, 400, kNever},
    {kBackupNotFound, "BackupNotFoundException", kModel, 400, kNever},
    {kBackupInUse, "BackupInUseException", kModel, 400, kNever},
    {kExportNotFound, "ExportNotFoundException", kModel, 400, kNever},
    {kImportNotFound, "ImportNotFoundException", kModel, 400, kNever},
    {kPolicyNotFound, "PolicyNotFoundException", kModel, 400, kNever},
    {kGlobalTableNotFound, "GlobalTableNotFoundException", kModel, 400, kNever},
    {kContinuousBackupsUnavailable, "ContinuousBackupsUnavailableException", kModel, 400, kNever},
    {kPointInTimeRecoveryUnavailable, "PointInTimeRecoveryUnavailableException", kModel, 400,
     kNever},
    {kInvalidRestoreTime, "InvalidRestoreTimeException", kModel, 400, kNever},
    {kInvalidExportTime, "InvalidExportTimeException", kModel, 400, kNever},
    {kDuplicateItem, "DuplicateItemException", kModel, 400, kNever},
    {kConditionalCheckFailed, "ConditionalCheckFailedException", kModel, 400, kNever},
    {kTransactionCanceled, "TransactionCanceledException", kModel, 400, kNever},
    {kTransactionConflict, "TransactionConflictException", kModel, 400, kAfterBackoff},
    {kTransactionInProgress, "TransactionInProgressException", kModel, 400, kAfterBackoff},
    {kIdempotentParameterMismatch, "IdempotentParameterMismatchException", kModel, 400, kNever},
    {kItemCollectionSizeLimitExceeded, "ItemCollectionSizeLimitExceededException", kModel, 400,
     kNever},
    {kLimitExceeded, "LimitExceededException", kModel, 400, kNever},
    {kProvisionedThroughputExceeded, "ProvisionedThroughputExceededException", kModel, 400,
     kThrottled},
    {kRequestLimitExceeded, "RequestLimitExceeded", kModel, 400, kThrottled},
    {kThrottling, "ThrottlingException", kCoral, 400, kThrottled},
    {kTrimmedDataAccess, "TrimmedDataAccessException", kModel, 400, kNever},
    {kExpiredIterator, "ExpiredIteratorException", kModel, 400, kNever},
    {kMissingAuthenticationToken, "MissingAuthenticationTokenException", kCoral, 400, kNever},
    {kIncompleteSignature, "IncompleteSignatureException", kCoral, 400, kNever},
    {kInvalidSignature, "InvalidSignatureException", kCoral, 400, kNever},
    {kUnrecognizedClient, "UnrecognizedClientException", kCoral, 400, kNever},
    {kExpiredToken, "ExpiredTokenException", kCoral, 400, kNever},
    {kAccessDenied, "AccessDeniedException", kCoral, 400, kNever},
    {kRequestEntityTooLarge, "RequestEntityTooLargeException", kCoral, 413, kNever},
    {kInternalServerError, "InternalServerError", kModel, 500, kAfterBackoff},
    {kServiceUnavailable, "ServiceUnavailableException", kCoral, 503, kAfterBackoff},
    {kWouldBlock, "WouldBlock", {}, 500, kAfterBackoff},
    {kIo, "Io", {}, 500, kNever},
    {kCorruption, "Corruption", {}, 500, kNever},
    {kInvalidArgument, "InvalidArgument", {}, 500, kNever},
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

}  // namespace magneto
