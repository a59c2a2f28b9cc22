// SPDX-License-Identifier: Apache-2.0
#include "value/item_size.h"

namespace magneto::internal::value {
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
  for (const ValueView& each : list) size += kElementBytes + value_size(each);
  return size;
}

std::size_t map_size(MapView map) {
  return kContainerBytes + kElementBytes * map.size() + item_size(map);
}

/// Of a list, a map or a set.
std::size_t container_size(const ValueView& value) {
  switch (value.type()) {
    case Type::kList:
      return list_size(value.list());
    case Type::kMap:
      return map_size(value.map());
    default:
      return set_size(value.set());
  }
}

/// Most values are strings and numbers: those cost no call.
inline std::size_t size_of(const ValueView& value) {
  switch (value.type()) {
    case Type::kString:
    case Type::kBinary:
      return value.scalar().size();
    case Type::kNumber:
      return number_size(value.scalar());
    case Type::kBool:
    case Type::kNull:
      return 1;
    default:
      return container_size(value);
  }
}

}  // namespace

std::size_t value_size(ValueView value) { return size_of(value); }

std::size_t item_size(ItemView item) {
  std::size_t size = 0;
  for (const Attribute& each : item) size += each.name.size() + size_of(each.value);
  return size;
}

}  // namespace magneto::internal::value
