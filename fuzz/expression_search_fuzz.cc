// SPDX-License-Identifier: Apache-2.0
//
// Any text as the condition of a vector search: ends with an error or an answer. What is accepted
// has the value of HASH only if it holds of no item with another one.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "expression/expression.h"
#include "expression/parse_cache.h"
#include "expression/search_condition.h"
#include "value/item_builder.h"

namespace {

using magneto::internal::Arena;
using magneto::internal::expression::NameBinding;
using magneto::internal::expression::ParseCache;
using magneto::internal::expression::Placeholders;
using magneto::internal::expression::Role;
using magneto::internal::expression::SearchElement;
using magneto::internal::value::Attribute;
using magneto::internal::value::Type;

constexpr NameBinding kNames[] = {{"#h", "h"}, {"#x", "x"}};
constexpr SearchElement kSchema[] = {{"h", Type::kString, true}, {"x", Type::kString, false}};

magneto::internal::value::ItemView values(Arena& arena) {
  Attribute all[] = {{":e", magneto::internal::value::make_string(arena, "")},
                     {":n", magneto::internal::value::make_number(arena, "\x80")},
                     {":s", magneto::internal::value::make_string(arena, "S")}};
  return magneto::internal::value::make_item(arena, all);
}

magneto::internal::value::ItemView other_item(Arena& arena) {
  Attribute all[] = {{"h", magneto::internal::value::make_string(arena, "no value")},
                     {"x", magneto::internal::value::make_string(arena, "S")}};
  return magneto::internal::value::make_item(arena, all);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ParseCache cache;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  Placeholders placeholders(arena, kNames, values(arena));
  const auto condition = bind_condition(cache, arena, Role::kSearchCondition, text, placeholders);
  if (!condition.ok() || !check_search_condition(**condition).ok()) return 0;
  const auto hash = match_search_condition(*condition, kSchema, "index");
  if (!hash.ok()) return 0;
  MAGNETO_CHECK(hash->has_value());
  MAGNETO_CHECK(!evaluate(**condition, other_item(arena)));
  return 0;
}
