// SPDX-License-Identifier: Apache-2.0
//
// Stored items: any bytes are refused, or can be walked to the end, measured, and built again to
// the same bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/check.h"
#include "value/decimal.h"
#include "value/encoded_item.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::value;

std::vector<Attribute> rebuild(Arena& arena, MapView map);

ValueView rebuild(Arena& arena, ValueView value) {
  switch (value.type()) {
    case Type::kString:
      return make_string(arena, value.scalar());
    case Type::kBinary:
      return make_binary(arena, value.scalar());
    case Type::kNumber: {
      char text[Decimal::kMaxTextBytes];
      char* const bytes = static_cast<char*>(arena.allocate(Decimal::kMaxEncodedBytes));
      const auto length = number_from_chars({text, number_to_chars(value.scalar(), text)}, bytes);
      return make_number(arena, {bytes, *length});
    }
    case Type::kBool:
      return make_bool(value.boolean());
    case Type::kNull:
      return make_null();
    case Type::kList: {
      std::vector<ValueView> elements;
      for (ValueView each : value.list()) elements.push_back(rebuild(arena, each));
      return make_list(arena, elements);
    }
    case Type::kMap: {
      std::vector<Attribute> attributes = rebuild(arena, value.map());
      return make_map(arena, attributes);
    }
    case Type::kStringSet:
    case Type::kNumberSet:
    case Type::kBinarySet: {
      std::vector<std::string_view> elements;
      for (std::string_view each : value.set()) {
        MAGNETO_CHECK(value.set().contains(each));
        elements.insert(elements.begin(), each);
      }
      return make_set(arena, value.type(), elements);
    }
  }
  MAGNETO_CHECK(false);
}

std::vector<Attribute> rebuild(Arena& arena, MapView map) {
  std::vector<Attribute> attributes;
  for (const Attribute& each : map) {
    MAGNETO_CHECK(map.find(each.name) == each.value);
    attributes.insert(attributes.begin(), {each.name, rebuild(arena, each.value)});
  }
  MAGNETO_CHECK(attributes.size() == map.size());
  return attributes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!check_item(input).ok()) return 0;
  Arena arena;
  const ItemView item(input);
  std::vector<Attribute> attributes = rebuild(arena, item);
  MAGNETO_CHECK(make_item(arena, attributes).bytes() == input);
  std::size_t size_of_attributes = 0;
  for (const Attribute& each : item)
    size_of_attributes += each.name.size() + value_size(each.value);
  MAGNETO_CHECK(item_size(item) == size_of_attributes);
  return 0;
}
