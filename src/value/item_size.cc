// SPDX-License-Identifier: Apache-2.0
#include "value/item_size.h"

namespace magneto::value {
namespace {

constexpr std::size_t kContainerBytes = 3;
constexpr std::size_t kElementBytes = 1;

std::size_t set_size(SetView set) {
  std::size_t size = 0;
  for (std::string_view each : set)
    size += set.element_type() == Type::kNumber ? number_size(each) : each.size();
  return size;
}

std::size_t list_size(ListView list) {
  std::size_t size = kContainerBytes;
  for (ValueView each : list) size += kElementBytes + value_size(each);
  return size;
}

std::size_t map_size(MapView map) {
  std::size_t size = kContainerBytes;
  for (const Attribute& each : map)
    size += kElementBytes + each.name.size() + value_size(each.value);
  return size;
}

}  // namespace

std::size_t number_size(std::string_view encoded) {
  // Header, then a byte a pair of digits; a negative number ends with one more. Pairs are aligned
  // to the decimal point, digits are counted from the first to the last that is not zero.
  const bool negative = static_cast<unsigned char>(encoded[0]) < 0x80;
  const std::size_t pairs = encoded.size() - 1 - (negative ? 1 : 0);
  if (pairs == 0) return 1;
  const auto pair_at = [&](std::size_t i) {
    const auto byte = static_cast<unsigned char>(encoded[i + 1]);
    return negative ? 101 - byte : byte - 1;
  };
  const bool first_has_one = pair_at(0) < 10;
  const bool last_has_one = pair_at(pairs - 1) % 10 == 0;
  const std::size_t digits = pairs * 2 - (first_has_one ? 1 : 0) - (last_has_one ? 1 : 0);
  return 1 + (digits + 1) / 2 + (negative ? 1 : 0);
}

std::size_t value_size(ValueView value) {
  switch (value.type()) {
    case Type::kString:
    case Type::kBinary:
      return value.scalar().size();
    case Type::kNumber:
      return number_size(value.scalar());
    case Type::kBool:
    case Type::kNull:
      return 1;
    case Type::kList:
      return list_size(value.list());
    case Type::kMap:
      return map_size(value.map());
    case Type::kStringSet:
    case Type::kNumberSet:
    case Type::kBinarySet:
      return set_size(value.set());
  }
  return 0;
}

std::size_t item_size(ItemView item) {
  std::size_t size = 0;
  for (const Attribute& each : item) size += each.name.size() + value_size(each.value);
  return size;
}

}  // namespace magneto::value
