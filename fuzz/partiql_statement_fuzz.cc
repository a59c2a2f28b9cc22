// SPDX-License-Identifier: Apache-2.0
//
// Any text as a statement, with as many parameters as it has question marks: parsing, binding,
// evaluation and the keys that are chosen end, with an error or an answer. Where a clause chooses
// partitions, an item of another one does not satisfy it.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "expression/expression.h"
#include "partiql/key_choice.h"
#include "partiql/parser.h"
#include "partiql/statement.h"
#include "value/item_builder.h"

namespace {

using magneto::Arena;
using magneto::partiql::Statement;
using magneto::value::Attribute;
using magneto::value::ValueView;

const magneto::keys::KeySchema kSchema{{{"p", magneto::value::Type::kString}},
                                       {{"s", magneto::value::Type::kNumber}}};

magneto::value::ItemView item(Arena& arena) {
  Attribute map[] = {{"b", magneto::value::make_string(arena, "SS")},
                     {"c", magneto::value::make_null()}};
  const ValueView list[] = {magneto::value::make_map(arena, map), magneto::value::make_bool(true)};
  std::string_view set[] = {"x", "S"};
  Attribute all[] = {{"a", magneto::value::make_list(arena, list)},
                     {"b", magneto::value::make_map(arena, map)},
                     {"c", magneto::value::make_set(arena, magneto::value::Type::kStringSet, set)},
                     {"p", magneto::value::make_string(arena, "S")},
                     {"s", magneto::value::make_number(arena, "\x80")}};
  return magneto::value::make_item(arena, all);
}

void check_choices(Arena& arena, const Statement& statement,
                   magneto::partiql::Parameters parameters, bool satisfies) {
  const auto chosen = magneto::partiql::key_choices(arena, statement.where, parameters, kSchema);
  static_cast<void>(magneto::partiql::single_key(arena, statement.where, parameters, kSchema).ok());
  if (!chosen.ok() || !*chosen || !satisfies) return;
  const auto choices = (*chosen)->choices;
  MAGNETO_CHECK(std::ranges::any_of(
      choices, [](const auto& choice) { return choice.partition[0].scalar() == "S"; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const auto parsed = magneto::partiql::parse(arena, text);
  if (!parsed.ok()) return 0;
  const std::vector<ValueView> parameters(parsed->parameters,
                                          magneto::value::make_string(arena, "S"));
  const auto read = magneto::partiql::read_statement(*parsed, parameters.size());
  if (!read.ok()) return 0;
  const Statement& statement = *read;
  if (statement.item) {
    static_cast<void>(magneto::partiql::bind_item(arena, *statement.item, parameters).ok());
  }
  const auto projection = magneto::partiql::bind_projection(arena, statement.projection);
  if (projection.ok() && *projection) {
    magneto::expression::project(arena, **projection, item(arena));
  }
  const auto update = magneto::partiql::bind_update(arena, statement.actions, parameters);
  if (update.ok()) {
    static_cast<void>(magneto::expression::apply_update(arena, **update, item(arena)).ok());
  }
  if (!statement.where) return 0;
  const auto condition = magneto::partiql::bind_condition(arena, {&statement.where, 1}, parameters);
  if (!condition.ok()) return 0;
  check_choices(arena, statement, parameters,
                magneto::expression::evaluate(**condition, item(arena)));
  return 0;
}
