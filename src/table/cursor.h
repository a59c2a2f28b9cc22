// SPDX-License-Identifier: Apache-2.0
//
// The text of a cursor is botocore's pagination token, so tokens go from one to the other:
//
//   base64({"ExclusiveStartKey": {"pk": {"S": "x"}} or null,
//           "boto_truncate_amount": 3,                            items of that page to pass over
//           "boto_encoded_keys": [["ExclusiveStartKey", "pk", "B"]]})    binaries are in base64
//
// Members other than the key are left out where there is nothing to say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "magneto/value.h"

namespace magneto::internal::table {

struct Cursor {
  std::optional<Item> start_key = {};  ///< Nothing: the beginning.
  std::size_t skip = 0;                ///< Items of the page behind `start_key`.

  friend bool operator==(const Cursor&, const Cursor&) = default;
};

std::string cursor_text(const Cursor& cursor);
/// Errors: kInvalidArgument.
magneto::Result<Cursor> read_cursor(std::string_view text);

}  // namespace magneto::internal::table
