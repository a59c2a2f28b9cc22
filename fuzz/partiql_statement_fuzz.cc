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

using magneto::internal::Arena;
using magneto::internal::partiql::Statement;
using magneto::internal::value::Attribute;
using magneto::internal::value::ValueView;

const magneto::internal::keys::KeySchema kSchema{{{"p", magneto::internal::value::Type::kString}},
                                                 {{"s", magneto::internal::value::Type::kNumber}}};

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
                     {"p", magneto::internal::value::make_string(arena, "S")},
                     {"s", magneto::internal::value::make_number(arena, "\x80")}};
  return magneto::internal::value::make_item(arena, all);
}

void check_choices(Arena& arena, const Statement& statement,
                   magneto::internal::partiql::Parameters parameters, bool satisfies) {
  const auto chosen =
      magneto::internal::partiql::key_choices(arena, statement.where, parameters, kSchema);
  static_cast<void>(
      magneto::internal::partiql::single_key(arena, statement.where, parameters, kSchema).ok());
  if (!chosen.ok() || !*chosen || !satisfies) return;
  const auto choices = (*chosen)->choices;
  MAGNETO_CHECK(std::ranges::any_of(
      choices, [](const auto& choice) { return choice.partition[0].scalar() == "S"; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const auto parsed = magneto::internal::partiql::parse(arena, text);
  if (!parsed.ok()) return 0;
  const std::vector<ValueView> parameters(parsed->parameters,
                                          magneto::internal::value::make_string(arena, "S"));
  const auto read = magneto::internal::partiql::read_statement(*parsed, parameters.size());
  if (!read.ok()) return 0;
  const Statement& statement = *read;
  if (statement.item) {
    static_cast<void>(
        magneto::internal::partiql::bind_item(arena, *statement.item, parameters).ok());
  }
  const auto projection = magneto::internal::partiql::bind_projection(arena, statement.projection);
  if (projection.ok() && *projection) {
    magneto::internal::expression::project(arena, **projection, item(arena));
  }
  const auto update = magneto::internal::partiql::bind_update(arena, statement.actions, parameters);
  if (update.ok()) {
    static_cast<void>(
        magneto::internal::expression::apply_update(arena, **update, item(arena)).ok());
  }
  if (!statement.where) return 0;
  const auto condition =
      magneto::internal::partiql::bind_condition(arena, {&statement.where, 1}, parameters);
  if (!condition.ok()) return 0;
  check_choices(arena, statement, parameters,
                magneto::internal::expression::evaluate(**condition, item(arena)));
  return 0;
}
