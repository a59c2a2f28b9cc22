// SPDX-License-Identifier: Apache-2.0
//
// size(): of strings, binaries, sets, lists and maps.
#pragma once

#include <cstddef>

#include "value/decimal.h"
#include "value/encoded_item.h"
#include "value/type.h"

namespace magneto::internal::expression {

constexpr bool has_size(value::Type type) {
  return type != value::Type::kNumber && type != value::Type::kBool && type != value::Type::kNull;
}

/// REQUIRES: has_size(value.type()). Of a string: its UTF-16 units, as the service counts. O(bytes)
/// of a string, else O(1).
std::size_t size_of_value(value::ValueView value);

/// Room for a size as an encoded number, without an arena.
class SizeNumber {
 public:
  /// The number as a value; valid until the next set() or the end of this object.
  value::ValueView set(std::size_t size);

 private:
  char bytes_[2 + value::Decimal::kMaxEncodedBytes];
};

}  // namespace magneto::internal::expression
