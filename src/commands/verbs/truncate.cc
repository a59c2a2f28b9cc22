// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"
#include "magneto/transfer/copy.h"

namespace magneto::internal::commands {
namespace {

class Truncate : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name of the table");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    if (session.options().dry_run) {
      std::printf("about %s of table %s in %s would be deleted\n",
                  counted(static_cast<std::uint64_t>(target->info.item_count), "item").c_str(),
                  table_.c_str(), session.where().c_str());
      return kSuccess;
    }
    magneto::Result<void> confirmed = session.confirm(delete_all_items(table_), table_);
    if (!confirmed) return confirmed.error();
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      outcome = clear_table(target->table, transfer_options(session, interrupts, progress, ""));
    }
    return tell_outcome(session, interrupts, outcome, "deleted",
                        "The same command deletes the rest.");
  }

 private:
  std::string table_;
};

}  // namespace

std::unique_ptr<Command> make_truncate() { return std::make_unique<Truncate>(); }

}  // namespace magneto::internal::commands
