// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Delete : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name of the table");
    arguments.words("KEY", key_, kKeyHelp);
    arguments.flag("--show", show_, "Print the item as it was");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<Item> key = key_of(target->info, key_);
    if (!key) return key.error();
    magneto::Result<magneto::Condition> condition = read_condition(session.options().where);
    if (!condition) return condition.error();
    auto call = target->table.remove(std::move(*key))
                    .returning(show_ ? ReturnValues::kAllOld : ReturnValues::kNone);
    if (!condition->empty()) call.when(std::move(*condition));
    if (session.options().explain) return print_request(call.explain());
    magneto::Result<std::optional<Item>> item = call.get();
    if (!item) return item.error();
    if (show_) {
      Output output = output_of(session, target->info);
      if (*item) output.item(std::move(**item));
      output.finish();
    }
    return kSuccess;
  }

 private:
  std::string table_;
  std::vector<std::string> key_;
  bool show_ = false;
};

}  // namespace

std::unique_ptr<Command> make_delete() { return std::make_unique<Delete>(); }

}  // namespace magneto::internal::commands
