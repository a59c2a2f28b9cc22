// SPDX-License-Identifier: Apache-2.0
#include "commands/print.h"

#include <cstdio>
#include <vector>

#include "commands/exit_status.h"
#include "commands/expression_text.h"

namespace magneto::internal::commands {

std::string output_form(const Session& session) {
  if (!session.options().output.empty()) return session.options().output;
  return session.output_is_terminal() ? "table" : "jsonl";
}

Output output_of(const Session& session) { return Output(output_form(session), stdout); }

Output output_of(const Session& session, const TableInfo& table) {
  Output output = output_of(session);
  std::vector<std::string> first = {table.partition_key.name};
  if (table.sort_key) first.push_back(table.sort_key->name);
  output.first(first);
  // Columns can be told beforehand only where --select names whole attributes.
  const auto projection = read_projection(session.options().select);
  if (!projection || projection->empty()) return output;
  std::vector<std::string> columns;
  for (const Path& path : projection->paths()) columns.push_back(path.name());
  output.columns(std::move(columns));
  return output;
}

int finish_output(Output& output, const Session& session) {
  output.finish();
  if (output.items() == 0 && output_form(session) == "table") std::fputs("no items\n", stderr);
  if (output.cut_items() == 0) return kSuccess;
  std::fprintf(stderr,
               "magneto: %zu items have attributes without a column (the first is %s): name the "
               "columns with --select, or take --output jsonl\n",
               output.cut_items(), output.cut_attribute().c_str());
  return output_form(session) == "csv" ? kFailure : kSuccess;
}

void print_line(const std::string& text) { std::printf("%s\n", text.c_str()); }

std::string counted(std::uint64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

magneto::Result<int> print_request(const magneto::Result<std::string>& request) {
  if (!request) return request.error();
  print_line(*request);
  return kSuccess;
}

}  // namespace magneto::internal::commands
