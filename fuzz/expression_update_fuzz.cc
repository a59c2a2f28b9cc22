// SPDX-License-Identifier: Apache-2.0
//
// Any text as an update of any item: it ends with an error or with a well-formed item, in which the
// attributes that the update does not name are as they were.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expression/expression.h"
#include "expression/parse_cache.h"
#include "value/item_builder.h"

namespace {

using magneto::internal::Arena;
using magneto::internal::value::Attribute;
using magneto::internal::value::ItemView;
using magneto::internal::value::ValueView;

constexpr magneto::internal::expression::NameBinding kNames[] = {{"#a", "a"}, {"#b", "b.c"}};

ItemView values(Arena& arena) {
  const ValueView list[] = {magneto::internal::value::make_string(arena, "x"),
                            magneto::internal::value::make_null()};
  std::string_view set[] = {"x", "y"};
  Attribute all[] = {{":l", magneto::internal::value::make_list(arena, list)},
                     {":n", magneto::internal::value::make_number(arena, "\xC1\x02")},
                     {":s", magneto::internal::value::make_string(arena, "S")},
                     {":t", magneto::internal::value::make_set(
                                arena, magneto::internal::value::Type::kStringSet, set)}};
  return magneto::internal::value::make_item(arena, all);
}

void check_untouched(ItemView old, ItemView changed, std::span<const std::string_view> touched) {
  for (const Attribute& attribute : old) {
    if (std::ranges::find(touched, attribute.name) != touched.end()) continue;
    MAGNETO_CHECK(changed.find(attribute.name) == attribute.value);
  }
}

}  // namespace

/// The text, a zero byte, the item.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static magneto::internal::expression::ParseCache cache;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string text = bytes.substr(0, bytes.find('\0'));
  const std::string item = bytes.substr(std::min(text.size() + 1, bytes.size()));

  Arena arena;
  magneto::internal::expression::Placeholders placeholders(arena, kNames, values(arena));
  const auto update = bind_update(cache, arena, text, placeholders);
  if (!update.ok() || !magneto::internal::value::check_item(item).ok()) return 0;
  const ItemView old(item);
  const auto changed = apply_update(arena, **update, old);
  if (!changed.ok()) return 0;
  MAGNETO_CHECK(magneto::internal::value::check_item(changed->bytes()).ok());
  check_untouched(old, *changed, attributes_of(arena, **update));
  check_untouched(*changed, old, attributes_of(arena, **update));
  MAGNETO_CHECK(
      magneto::internal::value::check_item(updated_attributes(arena, **update, *changed).bytes())
          .ok());
  return 0;
}
