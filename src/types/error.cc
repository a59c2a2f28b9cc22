// SPDX-License-Identifier: Apache-2.0
#include "magneto/error.h"

#include "magneto/error_details.h"

namespace magneto {
namespace {

// In the order of ErrorCode.
constexpr std::string_view kNames[] = {
    "None",
    "AccessDenied",
    "BackupInUse",
    "BackupNotFound",
    "ConditionalCheckFailed",
    "ContinuousBackupsUnavailable",
    "DuplicateItem",
    "ExpiredIterator",
    "ExpiredToken",
    "ExportConflict",
    "ExportNotFound",
    "GlobalTableAlreadyExists",
    "GlobalTableNotFound",
    "IdempotentParameterMismatch",
    "ImportConflict",
    "ImportNotFound",
    "IncompleteSignature",
    "IndexNotFound",
    "InternalServerError",
    "InvalidEndpoint",
    "InvalidExportTime",
    "InvalidRestoreTime",
    "InvalidSignature",
    "ItemCollectionSizeLimitExceeded",
    "LimitExceeded",
    "MissingAuthenticationToken",
    "PointInTimeRecoveryUnavailable",
    "PolicyNotFound",
    "ProvisionedThroughputExceeded",
    "ReplicaAlreadyExists",
    "ReplicaNotFound",
    "ReplicatedWriteConflict",
    "RequestEntityTooLarge",
    "RequestLimitExceeded",
    "RequestTimeTooSkewed",
    "ResourceInUse",
    "ResourceNotFound",
    "Serialization",
    "ServiceUnavailable",
    "TableAlreadyExists",
    "TableInUse",
    "TableNotFound",
    "Throttling",
    "TransactionCanceled",
    "TransactionConflict",
    "TransactionInProgress",
    "TrimmedDataAccess",
    "UnknownOperation",
    "UnrecognizedClient",
    "Validation",
    "Other",
    "Absent",
    "BadAnswer",
    "Cancelled",
    "Checksum",
    "Connect",
    "ConnectTimeout",
    "ConnectionLost",
    "Credentials",
    "Deadline",
    "Endpoint",
    "Inexact",
    "InvalidArgument",
    "Proxy",
    "RateLimited",
    "Timeout",
    "Tls",
    "WrongType",
};
static_assert(std::size(kNames) == static_cast<std::size_t>(ErrorCode::kWrongType) + 1);

std::shared_ptr<Error::Details> copy_of(const Error::Details& details) {
  return std::make_shared<Error::Details>(details);
}

}  // namespace

std::string_view name(ErrorCode code) { return kNames[static_cast<std::size_t>(code)]; }

Error::Error(ErrorCode code, std::string message)
    : details_(std::make_shared<Details>(Details{.code = code, .message = std::move(message)})) {}

ErrorCode Error::code() const { return details_->code; }
const std::string& Error::message() const { return details_->message; }
const std::string& Error::service_code() const { return details_->service_code; }
int Error::http_status() const { return details_->http_status; }
const std::string& Error::request_id() const { return details_->request_id; }
int Error::attempts() const { return details_->attempts; }
bool Error::retryable() const { return details_->retryable; }
bool Error::throttled() const { return details_->throttled; }
const Item* Error::item() const { return details_->item ? &*details_->item : nullptr; }

std::span<const CancellationReason> Error::cancellation_reasons() const {
  return details_->cancellation_reasons;
}

std::span<const ThrottlingReason> Error::throttling_reasons() const {
  return details_->throttling_reasons;
}

const model::ConsumedCapacity* Error::consumed_capacity() const {
  return details_->consumed_capacity.get();
}

Error Error::in(std::string_view where) const {
  auto details = copy_of(*details_);
  details->message.insert(0, std::string(where) + ": ");
  return Error(std::move(details));
}

Error Error::after(int attempts) const {
  auto details = copy_of(*details_);
  details->attempts = attempts;
  return Error(std::move(details));
}

std::string Error::to_string() const {
  const bool unknown = code() == ErrorCode::kOther && !service_code().empty();
  std::string text(unknown ? std::string_view(service_code()) : name(code()));
  if (!message().empty()) text.append(": ").append(message());
  std::string more;
  const auto add = [&more](const std::string& part) {
    more.append(more.empty() ? " (" : ", ").append(part);
  };
  if (http_status() != 0) add("HTTP " + std::to_string(http_status()));
  if (!request_id().empty()) add("request " + request_id());
  if (attempts() > 1) add(std::to_string(attempts()) + " attempts");
  return more.empty() ? text : text + more + ")";
}

void throw_error(const Error& error) { throw Exception(error); }

}  // namespace magneto
