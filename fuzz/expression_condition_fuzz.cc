// SPDX-License-Identifier: Apache-2.0
//
// Any text as a condition: parsing, binding, evaluation and the key condition made of it end, with
// an error or an answer. A negation changes the answer, and parentheses do not.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expression/expression.h"
#include "expression/parse_cache.h"
#include "value/item_builder.h"

namespace {

using magneto::internal::Arena;
using magneto::internal::expression::NameBinding;
using magneto::internal::expression::ParseCache;
using magneto::internal::expression::Placeholders;
using magneto::internal::expression::Role;
using magneto::internal::value::Attribute;
using magneto::internal::value::ValueView;

constexpr NameBinding kNames[] = {{"#a", "a"}, {"#b", "b"}};

magneto::internal::value::ItemView values(Arena& arena) {
  const ValueView list[] = {magneto::internal::value::make_string(arena, "x")};
  Attribute all[] = {{":l", magneto::internal::value::make_list(arena, list)},
                     {":n", magneto::internal::value::make_number(arena, "\x80")},
                     {":s", magneto::internal::value::make_string(arena, "S")}};
  return magneto::internal::value::make_item(arena, all);
}

magneto::internal::value::ItemView item(Arena& arena) {
  Attribute map[] = {{"b", magneto::internal::value::make_string(arena, "SS")},
                     {"c", magneto::internal::value::make_null()}};
  const ValueView list[] = {magneto::internal::value::make_map(arena, map),
                            magneto::internal::value::make_bool(true)};
  std::string_view set[] = {"x", "S"};
  Attribute all[] = {{"a", magneto::internal::value::make_list(arena, list)},
                     {"b", magneto::internal::value::make_map(arena, map)},
                     {"c", magneto::internal::value::make_set(
                               arena, magneto::internal::value::Type::kStringSet, set)},
                     {"p", magneto::internal::value::make_string(arena, "S")}};
  return magneto::internal::value::make_item(arena, all);
}

/// 0 or 1, or -1 for an error.
int answer(ParseCache& cache, Arena& arena, std::string_view text) {
  Placeholders placeholders(arena, kNames, values(arena));
  const auto condition = bind_condition(cache, arena, Role::kFilter, text, placeholders);
  if (!condition.ok()) return -1;
  return evaluate(**condition, item(arena)) ? 1 : 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static ParseCache cache;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const int plain = answer(cache, arena, text);
  MAGNETO_CHECK(answer(cache, arena, text) == plain);  // From the cache the second time.

  const std::string negated = "NOT (" + text + ")";
  const int opposite = answer(cache, arena, negated);
  // The longer text may have one operator, one byte or one pair of parentheses too many.
  if (plain >= 0 && opposite >= 0) MAGNETO_CHECK(opposite == 1 - plain);

  const magneto::internal::keys::KeySchema schema{{{"p", magneto::internal::value::Type::kString}},
                                                  {{"c", magneto::internal::value::Type::kString}}};
  Placeholders placeholders(arena, kNames, values(arena));
  const auto key = bind_key_condition(cache, arena, text, placeholders, schema);
  if (key.ok()) MAGNETO_CHECK(key->partition_values.size() == 1);
  return 0;
}
