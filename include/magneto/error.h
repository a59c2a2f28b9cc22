// SPDX-License-Identifier: Apache-2.0
//
// Error: why a call failed, with everything that the service says about it.
//
//   Result<void> put = songs.put(song).when(attr("Title").not_exists()).get();
//   if (!put && put.error().code() == ErrorCode::kConditionalCheckFailed) ...
//
// A code exists where a program could act on it; the text is for people. An Error is two pointers
// wide, cheap to copy, immutable; safe to read from any thread.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace magneto {

class Map;
using Item = Map;

enum class ErrorCode : std::uint8_t {
  kNone,  ///< No error: of an operation that did not make its transaction fail.

  // The service's, by their names in the API without "Exception".
  kAccessDenied,
  kBackupInUse,
  kBackupNotFound,
  kConditionalCheckFailed,
  kContinuousBackupsUnavailable,
  kDuplicateItem,
  kExpiredIterator,
  kExpiredToken,
  kExportConflict,
  kExportNotFound,
  kGlobalTableAlreadyExists,
  kGlobalTableNotFound,
  kIdempotentParameterMismatch,
  kImportConflict,
  kImportNotFound,
  kIncompleteSignature,
  kIndexNotFound,
  kInternalServerError,
  kInvalidEndpoint,
  kInvalidExportTime,
  kInvalidRestoreTime,
  kInvalidSignature,
  kItemCollectionSizeLimitExceeded,
  kLimitExceeded,
  kMissingAuthenticationToken,
  kPointInTimeRecoveryUnavailable,
  kPolicyNotFound,
  kProvisionedThroughputExceeded,
  kReplicaAlreadyExists,
  kReplicaNotFound,
  kReplicatedWriteConflict,
  kRequestEntityTooLarge,
  kRequestLimitExceeded,
  kRequestTimeTooSkewed,
  kResourceInUse,
  kResourceNotFound,
  kSerialization,
  kServiceUnavailable,
  kTableAlreadyExists,
  kTableInUse,
  kTableNotFound,
  kThrottling,
  kTransactionCanceled,
  kTransactionConflict,
  kTransactionInProgress,
  kTrimmedDataAccess,
  kUnknownOperation,
  kUnrecognizedClient,
  kValidation,
  kOther,  ///< A code that this library does not know: see Error::service_code().

  // Ours.
  kAbsent,           ///< An attribute that is not there was asked for.
  kBadAnswer,        ///< What came back is no answer of the service: HTML, half a body, bad JSON.
  kCancelled,        ///< The call was cancelled by the program.
  kChecksum,         ///< The answer's CRC32 is not that of its bytes.
  kConnect,          ///< No connection was made, so nothing was sent.
  kConnectTimeout,   ///< As kConnect: connecting took longer than the options allow.
  kConnectionLost,   ///< The connection broke: whether the request was executed is not known.
  kCredentials,      ///< No credentials were found, or none could be fetched.
  kDeadline,         ///< The call's deadline passed.
  kEndpoint,         ///< No endpoint can be made of the region and the options.
  kInexact,          ///< A number would have lost digits.
  kInvalidArgument,  ///< The program asked for something that cannot be.
  kProxy,            ///< The proxy refused.
  kRateLimited,      ///< The rate limit's wait would have gone beyond the deadline.
  kTimeout,          ///< As kConnectionLost: the answer took longer than the options allow.
  kTls,              ///< TLS failed: a certificate, a name, a version.
  kWrongType,        ///< An attribute of another type was asked for.
};

/// "ConditionalCheckFailed": the name in the API; ours likewise ("Deadline").
std::string_view name(ErrorCode code);

/// Why one operation of a transaction failed, in the place of that operation.
struct CancellationReason;
/// What was throttled and why.
struct ThrottlingReason;
namespace model {
struct ConsumedCapacity;
}

class [[nodiscard]] Error {
 public:
  /// All that an error can carry; for those that make errors: connections and fakes.
  struct Details;

  Error(ErrorCode code, std::string message);
  explicit Error(std::shared_ptr<const Details> details) : details_(std::move(details)) {}

  ErrorCode code() const;
  const std::string& message() const;
  /// The service's own name of the error, "ConditionalCheckFailedException"; empty for ours.
  const std::string& service_code() const;
  /// 0 when there was no answer.
  int http_status() const;
  /// For Amazon's support; empty when there was no answer.
  const std::string& request_id() const;
  /// How many times the request was sent, or tried to be.
  int attempts() const;
  /// Whether the same request may succeed later. The client has tried that already, as far as its
  /// retry policy goes.
  bool retryable() const;
  /// Whether the service said that too much was asked of it.
  bool throttled() const;
  /// The item as it was when the condition failed, if the call asked for it; else null.
  const Item* item() const;
  /// Of kTransactionCanceled: one for each operation, in the request's order, with code kNone
  /// for those that did not fail.
  std::span<const CancellationReason> cancellation_reasons() const;
  std::span<const ThrottlingReason> throttling_reasons() const;
  /// Null where the service does not say it.
  const model::ConsumedCapacity* consumed_capacity() const;

  /// The same error, its message behind `where`: `attribute "Year": ...`.
  Error in(std::string_view where) const;
  /// The same error after `attempts`.
  Error after(int attempts) const;
  /// "Throttling: Rate exceeded (HTTP 400, request 4KBN..., 3 attempts)". Parts that are not known
  /// are left out, and so is the number of attempts where there was only one.
  std::string to_string() const;

 private:
  std::shared_ptr<const Details> details_;
};

/// What Result::value() and Call::value() throw.
class Exception : public std::exception {
 public:
  explicit Exception(Error error) : error_(std::move(error)), text_(error_.to_string()) {}
  const Error& error() const { return error_; }
  ErrorCode code() const { return error_.code(); }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  Error error_;
  std::string text_;
};

[[noreturn]] void throw_error(const Error& error);

}  // namespace magneto
