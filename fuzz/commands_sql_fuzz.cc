// SPDX-License-Identifier: Apache-2.0
//
// Any text as statements, as a SELECT whose rows are computed here, and as lines of writes. What the service
// would be asked has nothing of ours left in it that is read otherwise the second time.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "commands/sql_rows.h"
#include "commands/sql_text.h"
#include "commands/write_lines.h"

namespace {

using namespace magneto::internal::commands;

void try_select(const std::string& text) {
  const auto select = read_select(text);
  if (!select || !*select) return;
  MAGNETO_CHECK(!service_statement(**select, "pk").empty());
  SqlRows rows(**select);
  for (const magneto::Item& item : {magneto::Item{{"a", 1}, {"b", magneto::List{1, 2}}},
                                    magneto::Item{{"a", 2.5}}, magneto::Item{{"b", nullptr}}}) {
    if (!rows.add(item)) return;
  }
  const auto made = rows.finish();
  if ((*select)->limit) MAGNETO_CHECK(made.size() <= *(*select)->limit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_select(text);
  try_select("SELECT a, COUNT(*) AS c " + text);
  try_select("SELECT a FROM T ORDER BY " + text);
  const SplitStatements split = split_statements(text);
  for (const std::string& statement : split.statements) MAGNETO_CHECK(!statement.empty());
  static_cast<void>(read_writes(text));
  return 0;
}
