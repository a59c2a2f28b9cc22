// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/item_input.h"
#include "commands/literal.h"
#include "commands/messages.h"
#include "commands/run_sql.h"
#include "commands/sql_text.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Sql : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("STATEMENTS", text_,
                   "PartiQL, with COUNT, SUM, AVG, MIN, MAX, GROUP BY, ORDER BY, LIMIT; several "
                   "with semicolons between them; @FILE, or - for stdin");
    arguments.texts("--param", parameters_, "Value of the next ?: 'text', 12, [1, 2]", "VALUE");
    arguments.flag("--consistent", consistent_, kConsistentHelp);
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<std::string> text = read_text(text_);
    if (!text) return text.error();
    SplitStatements split = split_statements(*text);
    if (!split.rest.empty()) split.statements.push_back(split.rest);
    if (split.statements.empty()) {
      return magneto::Error(ErrorCode::kInvalidArgument, "there is no statement");
    }
    List parameters;
    for (const std::string& parameter : parameters_) {
      magneto::Result<ReadLiteral> read = read_literal(parameter);
      if (!read) return read.error().in("--param");
      parameters.push_back(std::move(read->value));
    }
    if (!parameters.empty() && split.statements.size() > 1) {
      return magneto::Error(ErrorCode::kInvalidArgument, "--param is for one statement");
    }
    for (std::size_t i = 0; i < split.statements.size(); ++i) {
      magneto::Result<void> done =
          run_statement(session, split.statements[i], parameters, consistent_);
      if (!done && split.statements.size() > 1) {
        return done.error().in("statement " + std::to_string(i + 1) + " of " +
                               std::to_string(split.statements.size()));
      }
      if (!done) return done.error();
    }
    return kSuccess;
  }

 private:
  std::string text_;
  std::vector<std::string> parameters_;
  bool consistent_ = false;
};

}  // namespace

std::unique_ptr<Command> make_sql() { return std::make_unique<Sql>(); }

}  // namespace magneto::internal::commands
