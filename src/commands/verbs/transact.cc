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
#include "expression/parser.h"
#include "magneto/table.h"
#include "magneto/transactions.h"

namespace magneto::internal::commands {
namespace {

using magneto::ErrorCode;

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
    if (lines->empty()) {
      std::fputs("there is nothing to do\n", stderr);
      return kSuccess;
    }
    std::vector<std::string> names;
    for (const FileWrite& line : *lines) names.push_back(place_of(line));
    session.name_operations(std::move(names));
    if (gets == 0) return write(session, *client, *lines);
    if (static_cast<std::size_t>(gets) == lines->size()) return read(session, *client, *lines);
    return magneto::Error(ErrorCode::kInvalidArgument, "a transaction reads or writes, not both");
  }

 private:
  magneto::Result<int> write(Session& session, const Client& client,
                             const std::vector<FileWrite>& lines) const {
    WriteTransaction transaction(client);
    if (!token_.empty()) transaction.token(token_);
    std::vector<model::TransactWriteItem> inputs;
    for (const FileWrite& line : lines) {
      magneto::Result<model::TransactWriteItem> added = add(transaction, client, line);
      if (!added) return bad_line(line, added.error());
      inputs.push_back(std::move(*added));
    }
    if (session.options().explain) return print_request(transaction.explain());
    const auto done = transaction.commit().get();
    if (done) return kSuccess;
    if (done.error().code() == ErrorCode::kValidation) {
      return at_its_line(inputs, lines, done.error());
    }
    return without_its_table(session, client, lines, done.error());
  }

  static std::string place_of(const FileWrite& line) { return "line " + std::to_string(line.line); }

  /// What is wrong is in the file, not on the command line.
  static magneto::Error bad_line(const FileWrite& line, const magneto::Error& error) {
    return {ErrorCode::kSerialization, place_of(line) + ": " + error.message()};
  }

  /// The service does not say which expression it cannot read.
  static magneto::Error at_its_line(const std::vector<model::TransactWriteItem>& inputs,
                                    const std::vector<FileWrite>& lines,
                                    const magneto::Error& error) {
    const auto bad = std::find_if_not(inputs.begin(), inputs.end(), has_good_expressions);
    if (bad == inputs.end()) return error;
    return error.in(place_of(lines[static_cast<std::size_t>(bad - inputs.begin())]));
  }

  static bool has_good_expressions(const model::TransactWriteItem& input) {
    const auto is_good = [](const auto& operation) {
      if (!operation || !operation->condition_expression) return true;
      return expression::parse_condition(*operation->condition_expression).ok();
    };
    if (input.update && !expression::parse_update(input.update->update_expression).ok()) {
      return false;
    }
    if (input.condition_check &&
        !expression::parse_condition(input.condition_check->condition_expression).ok()) {
      return false;
    }
    return is_good(input.put) && is_good(input.delete_) && is_good(input.update);
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

  /// Gives the write as it will be sent.
  static magneto::Result<model::TransactWriteItem> add(WriteTransaction& transaction,
                                                       const Client& client,
                                                       const FileWrite& line) {
    magneto::Result<magneto::Condition> condition = read_condition(line.where);
    if (!condition) return condition.error();
    const Table table = client.table(line.table);
    switch (line.kind) {
      case WriteKind::kPut:
        return transaction.put(table, line.item).when(std::move(*condition)).input();
      case WriteKind::kDelete:
        return transaction.remove(table, line.item).when(std::move(*condition)).input();
      case WriteKind::kCheck:
        return transaction.check(table, line.item, std::move(*condition)).input();
      default:
        break;
    }
    magneto::Result<ExpressionText> actions = read_expression(line.with);
    if (!actions) return actions.error();
    return transaction.update(table, line.item)
        .apply(update_expression(std::move(actions->text), std::move(actions->values),
                                 std::move(actions->names)))
        .when(std::move(*condition))
        .input();
  }

  static magneto::Result<int> read(Session& session, const Client& client,
                                   const std::vector<FileWrite>& lines) {
    ReadTransaction transaction(client);
    for (const FileWrite& line : lines) transaction.get(client.table(line.table), line.item);
    if (session.options().explain) return print_request(transaction.explain());
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
