// SPDX-License-Identifier: Apache-2.0
#include "database/error_answer.h"

#include "json/error_body.h"

namespace magneto::internal::database {

Error internal_error() {
  return Error(ErrorCode::kInternalServerError, "The request processing has failed");
}

int write_error_answer(json::JsonWriter& out, const Error& error) {
  out.clear();
  if (is_internal(error)) {
    json::write_error_body(out, internal_error());
    return error_info(ErrorCode::kInternalServerError).http_status;
  }
  json::write_error_body(out, error);
  return error_info(error.code()).http_status;
}

}  // namespace magneto::internal::database
