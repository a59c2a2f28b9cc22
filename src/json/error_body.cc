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
    // With an Item, ConditionalCheckFailedException writes its text as "Message".
    const bool has_item =
        error.code() == ErrorCode::kConditionalCheckFailed && !error.body_members().empty();
    writer.plain_key(has_item ? "Message" : info.message_member);
    writer.string(error.message());
  }
  writer.raw_members(error.body_members());
  writer.end_object();
}

}  // namespace magneto::internal::json
