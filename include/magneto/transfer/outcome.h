// SPDX-License-Identifier: Apache-2.0
//
// Outcome<T>: what the functions for whole tables give: pynamo's {status, data, error_msg}, and the
// error itself.
//
//   Outcome<Item> song = tables.get_item("Songs", {{"Artist", "Nina"}});
//   if (song.status == 404) ...
//   if (!song) log(song.error->to_string());
//
// `data` is filled as far as the work came, also where it failed: a copy that was stopped says how
// many items it wrote. A value type like its T.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "magneto/result.h"

namespace magneto {

/// pynamo's status of an error: 404 where the table (or the item that was asked for) is not there,
/// 403 where the request was refused, 429 where the service was asked for too much, 500 for
/// everything else.
int outcome_status(const Error& error);

template <class T>
struct Outcome {
  int status = 200;
  T data = {};
  std::string error_msg = {};
  std::optional<Error> error = {};

  Outcome() = default;
  Outcome(T value) : data(std::move(value)) {}  // NOLINT: implicit
  Outcome(Error why, T so_far = {})             // NOLINT: implicit
      : status(outcome_status(why)),
        data(std::move(so_far)),
        error_msg(why.message()),
        error(std::move(why)) {}
  Outcome(Result<T> result) {  // NOLINT: implicit
    if (result) {
      data = std::move(result).value();
    } else {
      *this = Outcome(std::move(result).error());
    }
  }

  bool ok() const { return !error.has_value(); }
  explicit operator bool() const { return ok(); }
  /// kNone without an error.
  ErrorCode code() const { return error ? error->code() : ErrorCode::kNone; }
  /// Throws Exception where there is an error.
  const T& value() const& {
    if (error) throw_error(*error);
    return data;
  }
  T&& value() && {
    if (error) throw_error(*error);
    return std::move(data);
  }
};

}  // namespace magneto
