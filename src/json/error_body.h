// SPDX-License-Identifier: Apache-2.0
//
// The body of an error's answer:
//
//   {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"..."}
#pragma once

#include "base/error.h"
#include "json/json_writer.h"

namespace magneto::internal::json {

/// Writes `error` with its further members. Without a text, the message is left out.
/// REQUIRES: a code that may reach the wire (below kFirstInternal).
void write_error_body(JsonWriter& writer, const Error& error);

}  // namespace magneto::internal::json
