// SPDX-License-Identifier: Apache-2.0
#include "value/type.h"

#include <array>

namespace magneto::internal::value {

std::string_view type_name(Type type) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"});
  return kNames[static_cast<std::size_t>(type)];
}

}  // namespace magneto::internal::value
