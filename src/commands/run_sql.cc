// SPDX-License-Identifier: Apache-2.0
#include "commands/run_sql.h"

#include <optional>
#include <utility>
#include <vector>

#include "commands/json_call.h"
#include "commands/print.h"
#include "commands/sql_rows.h"
#include "commands/sql_text.h"
#include "magneto/json.h"
#include "magneto/statements.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

void explain(const std::string& text, const List& parameters) {
  Map request{{"Statement", text}};
  // Values of requests have their types with them.
  std::string shown = request_text("ExecuteStatement", request);
  if (!parameters.empty()) {
    std::string values;
    for (const Value& value : parameters) values += (values.empty() ? "" : ",") + to_json(value);
    shown.pop_back();
    shown += ",\"Parameters\":[" + values + "]}";
  }
  print_line(shown);
}

/// What is counted without looking at it.
bool only_counts(const SqlSelect& select) {
  return select.columns.size() == 1 && select.groups.empty() && select.where.empty() &&
         select.columns.front().term.function == SqlFunction::kCount &&
         select.columns.front().term.path.empty() && select.source.find('.') == std::string::npos &&
         select.limit.value_or(1) != 0;
}

magneto::Result<std::string> key_name(const Client& client, const SqlSelect& select) {
  magneto::Result<TableInfo> info = client.table(select.table).info().get();
  if (!info) return info.error();
  return info->partition_key.name;
}

magneto::Result<void> run_select(Session& session, const Client& client, const SqlSelect& select,
                                 const List& parameters, bool consistent) {
  session.about(select.table);
  std::string key;
  if (!select.all) {
    magneto::Result<std::string> name = key_name(client, select);
    if (!name) return name.error();
    key = std::move(*name);
  }
  const std::string text = service_statement(select, key);
  if (session.options().explain) {
    explain(text, parameters);
    return {};
  }
  Output output = output_of(session);
  std::vector<std::string> names;
  for (const SqlColumn& column : select.columns) names.push_back(column.name);
  output.columns(std::move(names));
  if (only_counts(select)) {
    const magneto::Result<RangeCount> count = client.table(select.table).count().get();
    if (!count) return count.error();
    output.item({{select.columns.front().name, count->count}});
    output.finish();
    return {};
  }
  SqlRows rows(select);
  Statement query(client, text, parameters);
  query.consistent(consistent);
  while (!rows.full()) {
    if (session.stopped()) return magneto::Error(ErrorCode::kCancelled, "stopped");
    magneto::Result<std::optional<std::vector<Item>>> page = query.next_page().get();
    if (!page) return page.error();
    if (!*page) break;
    for (const Item& item : **page) {
      magneto::Result<void> added = rows.add(item);
      if (!added) return added;
    }
  }
  for (Item& item : rows.finish()) output.item(std::move(item));
  output.finish();
  return {};
}

magneto::Result<void> run_plain(Session& session, const Client& client, const std::string& text,
                                const List& parameters, bool consistent) {
  session.about(statement_table(text));
  if (session.options().explain) {
    explain(text, parameters);
    return {};
  }
  Output output = output_of(session);
  Statement statement(client, text, parameters);
  if (consistent) statement.consistent();
  while (output.good() && !session.stopped()) {
    magneto::Result<std::optional<std::vector<Item>>> page = statement.next_page().get();
    if (!page) return page.error();
    if (!*page) break;
    for (Item& item : **page) output.item(std::move(item));
  }
  // A write answers with no items: an empty array would be no answer to it.
  if (text.size() >= 6 && (text[0] == 's' || text[0] == 'S')) output.finish();
  return {};
}

/// Whether the service did not take what stands behind FROM for a table's name.
bool is_about_the_table(const magneto::Error& error) {
  if (error.code() != ErrorCode::kValidation) return false;
  for (const char* words : {"able name", "tableName", "FROM clause", "from source", "path dot"}) {
    if (error.message().find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

magneto::Result<void> run_statement(Session& session, const std::string& statement,
                                    const List& parameters, bool consistent) {
  if (!begins_as_statement(statement)) {
    return magneto::Error(ErrorCode::kInvalidArgument,
                          "a statement begins with SELECT, INSERT, UPDATE or DELETE, not with \"" +
                              first_word(statement) + '"');
  }
  magneto::Result<Client> client = session.client();
  if (!client) return client.error();
  magneto::Result<std::optional<SqlSelect>> select = read_select(statement);
  if (!select) return select.error();
  const magneto::Result<void> done =
      *select ? run_select(session, *client, **select, parameters, consistent)
              : run_plain(session, *client, statement, parameters, consistent);
  if (done || !is_about_the_table(done.error())) return done;
  const std::string name = unquoted_table(statement);
  if (name.empty()) return done;
  return done.error().in(name + " has to stand in double quotes if it is a table's name");
}

}  // namespace magneto::internal::commands
