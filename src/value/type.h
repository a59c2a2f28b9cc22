// SPDX-License-Identifier: Apache-2.0
//
// The ten types of DynamoDB's values.
#pragma once

#include <cstdint>
#include <string_view>

namespace magneto::internal::value {

enum class Type : std::uint8_t {
  kString,
  kNumber,
  kBinary,
  kBool,
  kNull,
  kList,
  kMap,
  kStringSet,
  kNumberSet,
  kBinarySet,
};

/// "S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS".
std::string_view type_name(Type type);

constexpr bool is_set(Type type) { return type >= Type::kStringSet; }
constexpr bool is_scalar_key(Type type) { return type <= Type::kBinary; }
/// The element type of a set. REQUIRES: is_set(type).
constexpr Type element_type(Type type) {
  return static_cast<Type>(static_cast<int>(type) - static_cast<int>(Type::kStringSet));
}

}  // namespace magneto::internal::value
