// SPDX-License-Identifier: Apache-2.0
//
// Any text as a condition, an update and a path. Rewriting ends; what it made, rewritten once more
// with the placeholders that it made, stays as it is. A path that is read is written as it was.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "table/expression_writer.h"

namespace {

using magneto::Condition;
using magneto::Item;
using magneto::Names;
using magneto::internal::table::ExpressionWriter;

void try_condition(const std::string& text) {
  ExpressionWriter writer;
  const auto written = writer.condition(
      magneto::condition(text, {{":a", 1}, {":b", "x"}}, {{"#a", "a"}, {"#b", "b.c"}}),
      "condition");
  if (writer.error()) return;
  ExpressionWriter second;
  const auto again = second.condition(magneto::condition(*written, writer.values().value_or(Item()),
                                                         writer.names().value_or(Names())),
                                      "condition");
  MAGNETO_CHECK(!second.error() && *again == *written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_condition(text);
  // All placeholders are used here, so that random texts get as far.
  try_condition(text + " :a :b #a #b");
  ExpressionWriter writer;
  static_cast<void>(writer.update(magneto::update_expression(text)));
  if (const auto path = magneto::Path::parse(text)) {
    const auto again = magneto::Path::parse(path->to_string());
    MAGNETO_CHECK(again.has_value() && again->to_string() == path->to_string());
  }
  return 0;
}
