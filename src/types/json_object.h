// SPDX-License-Identifier: Apache-2.0
//
// Whether a text may be put into a larger JSON text in the place of an object.
#pragma once

#include <string_view>

namespace magneto::internal::types {

/// True: one JSON object, and nothing before or behind it but blanks.
[[nodiscard]] bool is_json_object(std::string_view text);

}  // namespace magneto::internal::types
