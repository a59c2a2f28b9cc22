// SPDX-License-Identifier: Apache-2.0
#include "json/error_body.h"

#include <string>

#include "base/check.h"

namespace magneto::internal::json {

void write_error_body(JsonWriter& writer, const Error& error) {
  MAGNETO_CHECK(error.code() < ErrorCode::kFirstInternal);
  const ErrorInfo& info = error_info(error.code());
  writer.begin_object();
  writer.plain_key("__type");
  writer.string(std::string(info.name_prefix).append("#").append(info.name));
  if (!error.message().empty()) {
    writer.plain_key(info.message_member);
    writer.string(error.message());
  }
  writer.raw_members(error.body_members());
  writer.end_object();
}

}  // namespace magneto::internal::json
