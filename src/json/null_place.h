// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace magneto::internal::json {

/// Counted from 1; the column of the last byte.
struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 0;
};

/// Where the first null that is a member `name` of the object `body` ends. Where there is none, the
/// end. REQUIRES: `body` is a JSON object that was parsed.
TextPlace end_of_null(std::string_view body, std::string_view name);

}  // namespace magneto::internal::json
