// SPDX-License-Identifier: Apache-2.0

#include "expression/size_function.h"

#include <cstdint>
#include <string_view>

namespace magneto::internal::expression {
namespace {

/// One unit for each character, two for those beyond the basic plane (four bytes of UTF-8).
std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool starts_character = (byte & 0xC0) != 0x80;
    units += (starts_character ? 1u : 0u) + (byte >= 0xF0 ? 1u : 0u);
  }
  return units;
}

}  // namespace

std::size_t size_of_value(value::ValueView value) {
  switch (value.type()) {
    case value::Type::kString:
      return utf16_units(value.scalar());
    case value::Type::kBinary:
      return value.scalar().size();
    case value::Type::kList:
      return value.list().size();
    case value::Type::kMap:
      return value.map().size();
    default:
      return value.set().size();
  }
}

value::ValueView SizeNumber::set(std::size_t size) {
  const value::Decimal number = value::Decimal::from_int(static_cast<std::int64_t>(size));
  bytes_[0] = static_cast<char>(value::Tag::kNumber);
  const std::size_t length = number.encode(bytes_ + 2);
  bytes_[1] = static_cast<char>(length);  // Below 128, so the varint is one byte.
  return value::ValueView::at({bytes_, 2 + length});
}

}  // namespace magneto::internal::expression
