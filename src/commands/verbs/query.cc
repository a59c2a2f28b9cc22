// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/read_range.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Query : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.words("KEY", key_, "Value of the partition key (of several: all); a sort key may follow");
    a.text("--sort", sort_, "> 5, between 1 and 5, begins_with Sin: of the sort key", "CONDITION");
    a.text("--index", choice_.index, "Ask this index", "NAME");
    a.flag("--descending", descending_, "The greatest sort key first");
    a.flag("--consistent", choice_.consistent, kConsistentHelp);
    a.flag("--count", choice_.count, "Only count");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<KeyCondition> condition =
        key_condition_of(target->info, choice_.index, key_, sort_);
    if (!condition) return condition.error();
    QueryRange range = target->table.query(std::move(*condition));
    if (descending_) range = range.descending();
    magneto::Result<QueryRange> complete =
        with_options(std::move(range), session.options(), choice_);
    if (!complete) return complete.error();
    return print_range(session, target->info, *complete, choice_);
  }

 private:
  std::string table_;
  std::vector<std::string> key_;
  std::string sort_;
  bool descending_ = false;
  RangeChoice choice_;
};

}  // namespace

std::unique_ptr<Command> make_query() { return std::make_unique<Query>(); }

}  // namespace magneto::internal::commands
