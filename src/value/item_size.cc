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
