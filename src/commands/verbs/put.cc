// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <utility>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/item_input.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Put : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name of the table");
    arguments.word("ITEM", item_, "JSON, plain or DynamoDB's: {...}, @FILE, or - for stdin");
    arguments.flag("--overwrite", overwrite_, "Replace an item that has the same key");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<Item> item = read_given_item(item_, "ITEM");
    if (!item) return item.error();
    magneto::Result<magneto::Condition> condition = read_condition(session.options().where);
    if (!condition) return condition.error();
    // A condition of the user's own is about the item that is there.
    const bool only_new = !overwrite_ && condition->empty();
    if (only_new) *condition = attr(target->info.partition_key.name).not_exists();
    PutCall call = target->table.put(*item);
    if (only_new) call.item_on_failure();
    if (!condition->empty()) call.when(std::move(*condition));
    if (session.options().explain) return print_request(call.explain());
    const magneto::Result<void> done = call.get();
    if (!done && only_new && is_own(done.error(), *item)) return kSuccess;
    if (!done && only_new && done.error().code() == ErrorCode::kConditionalCheckFailed) {
      std::fprintf(stderr, "magneto: table %s has an item with this key; --overwrite replaces it\n",
                   table_.c_str());
      return kConflict;
    }
    if (!done) return done.error();
    return kSuccess;
  }

 private:
  /// Of a request that was sent twice, the first may have been carried out.
  static bool is_own(const magneto::Error& error, const Item& item) {
    return error.code() == ErrorCode::kConditionalCheckFailed && error.attempts() > 1 &&
           error.item() != nullptr && *error.item() == item;
  }

  std::string table_;
  std::string item_;
  bool overwrite_ = false;
};

}  // namespace

std::unique_ptr<Command> make_put() { return std::make_unique<Put>(); }

}  // namespace magneto::internal::commands
