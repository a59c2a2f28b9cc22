// SPDX-License-Identifier: Apache-2.0
//
// Any text as a condition with values in it, as a value, as what a query asks of a sort key, as an index.
// What a value was read from ends where it says.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "commands/expression_text.h"
#include "commands/key_values.h"
#include "commands/literal.h"
#include "commands/table_schema.h"

namespace {

using namespace magneto::internal::commands;

magneto::TableInfo table() {
  magneto::TableInfo table;
  table.partition_key = {"p", magneto::AttributeType::kS};
  table.sort_key = magneto::KeyAttribute{"s", magneto::AttributeType::kN};
  return table;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto read = read_expression(text)) {
    // Only placeholders and what was there are left: reading it again finds no value.
    const auto again = read_expression(read->text);
    MAGNETO_CHECK(again.has_value());
  }
  if (const auto literal = read_literal(text)) {
    MAGNETO_CHECK(literal->length <= text.size());
    const auto again = read_literal(std::string_view(text).substr(0, literal->length));
    MAGNETO_CHECK(again.has_value() && again->value == literal->value);
  }
  static_cast<void>(read_projection(text));
  const std::string values[] = {"x"};
  static_cast<void>(key_condition_of(table(), "", values, text));
  static_cast<void>(read_index_words(text));
  return 0;
}
