// SPDX-License-Identifier: Apache-2.0
//
// How an error leaves the database. What is the client's business goes out as it is; what is not
// (the disk, damaged files) becomes an InternalServerError.
#pragma once

#include <string_view>

#include "base/error.h"
#include "json/json_writer.h"

namespace magneto::internal::database {

/// Whether the answer hides what happened: then the operator should be told.
inline bool is_internal(const Error& error) { return error.code() >= ErrorCode::kFirstInternal; }

/// "The request processing has failed".
Error internal_error();

/// Replaces what is in `out` by the error's body. Gives the HTTP status.
int write_error_answer(json::JsonWriter& out, const Error& error);

}  // namespace magneto::internal::database
