// SPDX-License-Identifier: Apache-2.0
#include "magneto/item_size.h"

#include "value/item_size.h"

namespace magneto {
namespace {

static_assert(kMaxItemBytes == internal::value::kMaxItemBytes);

constexpr std::size_t kContainer = 3;

std::size_t number_bytes(const Number& number) {
  return internal::value::number_size(number.bytes());
}

}  // namespace

std::size_t value_size(const Value& value) {
  std::size_t bytes = 0;
  switch (value.type()) {
    case ValueType::kNull:
    case ValueType::kBool:
      return 1;
    case ValueType::kNumber:
      return number_bytes(*value.get_if<Number>());
    case ValueType::kString:
      return value.get_if<std::string>()->size();
    case ValueType::kBinary:
      return value.get_if<Binary>()->size();
    case ValueType::kStringSet:
      for (const std::string& text : *value.get_if<StringSet>()) bytes += text.size();
      return bytes;
    case ValueType::kNumberSet:
      for (const Number& number : *value.get_if<NumberSet>()) bytes += number_bytes(number);
      return bytes;
    case ValueType::kBinarySet:
      for (const Binary& binary : *value.get_if<BinarySet>()) bytes += binary.size();
      return bytes;
    case ValueType::kList:
      for (const Value& element : *value.get_if<List>()) bytes += 1 + value_size(element);
      return kContainer + bytes;
    case ValueType::kMap:
      return kContainer + value.get_if<Map>()->size() + item_size(*value.get_if<Map>());
  }
  return bytes;
}

std::size_t item_size(const Item& item) {
  std::size_t bytes = 0;
  for (const Member& member : item) bytes += member.name.size() + value_size(member.value);
  return bytes;
}

}  // namespace magneto
