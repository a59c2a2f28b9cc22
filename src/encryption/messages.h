// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people, in more than one of its files.
#pragma once

#include <string>
#include <string_view>

namespace magneto::internal::encryption {

inline std::string reserved_attribute(std::string_view name) {
  return "attribute \"" + std::string(name) + "\" is the encryptor's own";
}

inline constexpr const char* kNotWrapped = "the content key could not be wrapped";
inline constexpr const char* kNotUnwrapped = "the content key could not be unwrapped";

}  // namespace magneto::internal::encryption
