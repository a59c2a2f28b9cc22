// SPDX-License-Identifier: Apache-2.0
#include "wire/error_body.h"

#include <string>

#include "base/check.h"

namespace magneto::wire {
namespace {

/// Errors of the framework have a capital "Message", and so have three of the API's own.
std::string_view message_member(const ErrorInfo& info) {
  const bool capital = info.name_prefix == "com.amazon.coral.service" ||
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
