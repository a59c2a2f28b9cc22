// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/item_input.h"
#include "commands/print.h"
#include "commands/verbs/verbs.h"
#include "commands/write_lines.h"
#include "magneto/table.h"
#include "magneto/transactions.h"

namespace magneto::internal::commands {
namespace {

class Transact : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("FILE", file_,
                   "File, or - for stdin, of lines with put, delete, update, check, or only get");
    arguments.text("--token", token_, "Do the writes once, however often they are sent");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<std::string> text = read_file_text(file_);
    if (!text) return text.error();
    magneto::Result<std::vector<FileWrite>> lines = read_writes(*text);
    if (!lines) return lines.error();
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    const auto gets = std::count_if(lines->begin(), lines->end(), [](const FileWrite& line) {
      return line.kind == WriteKind::kGet;
    });
    if (gets == 0) return write(session, *client, *lines);
    if (static_cast<std::size_t>(gets) == lines->size()) return read(session, *client, *lines);
    return magneto::Error(ErrorCode::kInvalidArgument, "a transaction reads or writes, not both");
  }

 private:
  magneto::Result<int> write(Session& session, const Client& client,
                             const std::vector<FileWrite>& lines) const {
    WriteTransaction transaction(client);
    if (!token_.empty()) transaction.token(token_);
    for (const FileWrite& line : lines) {
      magneto::Result<void> added = add(transaction, client, line);
      if (!added) return added.error().in("line " + std::to_string(line.line));
    }
    if (session.options().explain) return print_request(transaction.explain());
    const auto done = transaction.commit().get();
    if (!done) return without_its_table(session, client, lines, done.error());
    return kSuccess;
  }

  /// The service does not say which table is missing.
  static magneto::Error without_its_table(Session& session, const Client& client,
                                          const std::vector<FileWrite>& lines,
                                          const magneto::Error& error) {
    if (error.code() != ErrorCode::kResourceNotFound) return error;
    std::set<std::string> looked_at;
    for (const FileWrite& line : lines) {
      if (!looked_at.insert(line.table).second) continue;
      const magneto::Result<TableInfo> info = client.table(line.table).info().get();
      if (info || info.error().code() != ErrorCode::kResourceNotFound) continue;
      session.about(line.table);
      break;
    }
    return error;
  }

  static magneto::Result<void> add(WriteTransaction& transaction, const Client& client,
                                   const FileWrite& line) {
    magneto::Result<magneto::Condition> condition = read_condition(line.where);
    if (!condition) return condition.error();
    const Table table = client.table(line.table);
    switch (line.kind) {
      case WriteKind::kPut:
        transaction.put(table, line.item).when(std::move(*condition));
        return {};
      case WriteKind::kDelete:
        transaction.remove(table, line.item).when(std::move(*condition));
        return {};
      case WriteKind::kCheck:
        transaction.check(table, line.item, std::move(*condition));
        return {};
      default:
        break;
    }
    magneto::Result<ExpressionText> actions = read_expression(line.with);
    if (!actions) return actions.error();
    transaction.update(table, line.item)
        .apply(update_expression(std::move(actions->text), std::move(actions->values),
                                 std::move(actions->names)))
        .when(std::move(*condition));
    return {};
  }

  static magneto::Result<int> read(Session& session, const Client& client,
                                   const std::vector<FileWrite>& lines) {
    ReadTransaction transaction(client);
    for (const FileWrite& line : lines) transaction.get(client.table(line.table), line.item);
    magneto::Result<std::vector<std::optional<Item>>> items = transaction.read().get();
    if (!items) return without_its_table(session, client, lines, items.error());
    Output output = output_of(session);
    for (std::size_t i = 0; i < items->size(); ++i) {
      if ((*items)[i]) {
        output.item(std::move(*(*items)[i]));
      } else {
        std::fprintf(stderr, "line %zu: there is no such item\n", lines[i].line);
      }
    }
    output.finish();
    return kSuccess;
  }

  std::string file_;
  std::string token_;
};

}  // namespace

std::unique_ptr<Command> make_transact() { return std::make_unique<Transact>(); }

}  // namespace magneto::internal::commands
