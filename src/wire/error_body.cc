// SPDX-License-Identifier: Apache-2.0
#include "wire/error_body.h"

#include <string>

#include "base/check.h"

namespace magneto::wire {
namespace {

/// Errors about who is calling come from the front of the framework, which spells differently.
bool is_about_the_caller(ErrorCode code) {
  switch (code) {
    case ErrorCode::kMissingAuthenticationToken:
    case ErrorCode::kIncompleteSignature:
    case ErrorCode::kInvalidSignature:
    case ErrorCode::kUnrecognizedClient:
    case ErrorCode::kExpiredToken:
      return true;
    default:
      return false;
  }
}

/// Other errors of the framework have a capital "Message", and so have three of the API's own.
std::string_view message_member(const ErrorInfo& info) {
  const bool framework = info.name_prefix == "com.amazon.coral.service";
  const bool capital = (framework && !is_about_the_caller(info.code)) ||
                       info.code == ErrorCode::kTransactionCanceled ||
                       info.code == ErrorCode::kTransactionInProgress ||
                       info.code == ErrorCode::kIdempotentParameterMismatch;
  return capital ? "Message" : "message";
}

}  // namespace

void write_error_body(JsonWriter& writer, const Error& error) {
  MAGNETO_CHECK(error.code() < ErrorCode::kFirstInternal);
  const ErrorInfo& info = error_info(error.code());
  writer.begin_object();
  writer.plain_key("__type");
  writer.string(std::string(info.name_prefix).append("#").append(info.name));
  if (!error.message().empty()) {
    writer.plain_key(message_member(info));
    writer.string(error.message());
  }
  writer.raw_members(error.body_members());
  writer.end_object();
}

}  // namespace magneto::wire
