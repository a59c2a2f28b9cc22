// SPDX-License-Identifier: Apache-2.0
#include "table/json_size.h"

#include <string_view>

namespace magneto::internal::table {
namespace {

constexpr std::size_t kTag = 8;           // {"NULL":},
constexpr std::size_t kNumber = 45;       // sign, point, 38 digits, quotes
constexpr std::size_t kLongNumber = 180;  // zeros of an extreme exponent, written out

std::size_t text_size(std::string_view text) {
  std::size_t size = 3;  // quotes, comma
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    size += byte < 0x20 ? 6 : (c == '"' || c == '\\') ? 2 : 1;
  }
  return size;
}

std::size_t binary_size(const Binary& binary) { return (binary.size() + 2) / 3 * 4 + 3; }

std::size_t number_size(const Number& number) {
  // An estimate from above that does not write the number.
  return number.is_integer() && number.bytes().size() < 8 ? kNumber : kLongNumber;
}

std::size_t value_size(const Value& value);

std::size_t map_size(const Map& map) {
  std::size_t size = 3;
  for (const auto& [name, value] : map) size += text_size(name) + 1 + value_size(value);
  return size;
}

std::size_t value_size(const Value& value) {
  std::size_t size = kTag;
  if (const auto* text = value.get_if<std::string>()) {
    size += text_size(*text);
  } else if (const auto* number = value.get_if<Number>()) {
    size += number_size(*number);
  } else if (const auto* binary = value.get_if<Binary>()) {
    size += binary_size(*binary);
  } else if (const auto* strings = value.get_if<StringSet>()) {
    for (const std::string& element : *strings) size += text_size(element);
  } else if (const auto* numbers = value.get_if<NumberSet>()) {
    for (const Number& element : *numbers) size += number_size(element);
  } else if (const auto* binaries = value.get_if<BinarySet>()) {
    for (const Binary& element : *binaries) size += binary_size(element);
  } else if (const auto* list = value.get_if<List>()) {
    for (const Value& element : *list) size += value_size(element);
  } else if (const auto* map = value.get_if<Map>()) {
    size += map_size(*map);
  } else {
    size += 6;  // true, false
  }
  return size + 3;
}

}  // namespace

std::size_t json_size(const Item& item) { return map_size(item) + 32; }

}  // namespace magneto::internal::table
