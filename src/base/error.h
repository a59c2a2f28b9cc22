// SPDX-License-Identifier: Apache-2.0
//
// The one error type, and the one table of error codes. A code exists only if some caller could
// react to it; the text is for people. Codes above kFirstInternal never reach the wire: the server
// turns them into InternalServerError or handles them itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace magneto::internal {

enum class ErrorCode : std::uint8_t {
  kValidation,
  kSerialization,
  kUnknownOperation,
  kResourceNotFound,
  kResourceInUse,
  kTableNotFound,
  kTableInUse,
  kTableAlreadyExists,
  kIndexNotFound,
  kBackupNotFound,
  kBackupInUse,
  kExportNotFound,
  kExportConflict,
  kImportNotFound,
  kImportConflict,
  kPolicyNotFound,
  kGlobalTableNotFound,
  kContinuousBackupsUnavailable,
  kPointInTimeRecoveryUnavailable,
  kInvalidRestoreTime,
  kInvalidExportTime,
  kDuplicateItem,
  kConditionalCheckFailed,
  kTransactionCanceled,
  kTransactionConflict,
  kTransactionInProgress,
  kIdempotentParameterMismatch,
  kItemCollectionSizeLimitExceeded,
  kLimitExceeded,
  kProvisionedThroughputExceeded,
  kRequestLimitExceeded,
  kThrottling,
  kTrimmedDataAccess,
  kExpiredIterator,
  kMissingAuthenticationToken,
  kIncompleteSignature,
  kInvalidSignature,
  kUnrecognizedClient,
  kExpiredToken,
  kAccessDenied,
  kRequestEntityTooLarge,
  kInternalServerError,
  kServiceUnavailable,

  // Below: never on the wire.
  kFirstInternal,
  /// Memory alone cannot answer; try again where blocking is allowed.
  kWouldBlock = kFirstInternal,
  kIo,               ///< The operating system or the engine failed.
  kCorruption,       ///< Stored bytes are damaged; the text names file or key.
  kInvalidArgument,  ///< Bad command line or configuration.
};

/// What a client may do about an error.
enum class RetryClass : std::uint8_t { kNever, kAfterBackoff, kThrottled };

struct ErrorInfo {
  ErrorCode code;
  std::string_view name;            ///< The exception's name: "ResourceNotFoundException".
  std::string_view name_prefix;     ///< Before the '#' of `__type`: "com.amazon.coral.service".
  std::string_view message_member;  ///< Of the error body: "message", of some errors "Message".
  int http_status;
  RetryClass retry;
};

/// The row of `code`. Every code has one.
const ErrorInfo& error_info(ErrorCode code);

/// An error: a code, a text for people, and rarely more members for the error body. Immutable and
/// cheap to copy: copies share what they hold, also between threads. Never empty except after being
/// moved from.
class [[nodiscard]] Error {
 public:
  Error(ErrorCode code, std::string message);
  /// `body_members` is JSON text without the braces (`"Item":{...}`), added to the error body as it
  /// is: the item of a ConditionalCheckFailedException, CancellationReasons.
  Error(ErrorCode code, std::string message, std::string body_members);

  ErrorCode code() const { return details_->code; }
  const std::string& message() const { return details_->message; }
  const std::string& body_members() const { return details_->body_members; }

 private:
  struct Details {
    ErrorCode code;
    std::string message;
    std::string body_members;
  };
  std::shared_ptr<const Details> details_;
};

/// Short for the commonest error.
inline Error validation_error(std::string message) {
  return Error(ErrorCode::kValidation, std::move(message));
}

}  // namespace magneto::internal
