// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/copy.h"

#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/item_input.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class CopyTable : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("SOURCE", source_, "Table to copy");
    a.word("TARGET", target_, "Table to write to");
    a.other_place(to_, "TARGET");
    a.flag("--create", create_, "Make the target like the source, where it is not there");
    a.flag("--clear", clear_, "Delete all items of the target first");
    a.text("--set", set_, "Attributes that each item gets, as JSON", "JSON");
    a.text("--state", state_, "File that says how far a stopped copy has come", "FILE");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> source = open_target(session, source_);
    if (!source) return source.error();
    magneto::Result<Place> place = session.place_of(to_);
    if (!place) return place.error();
    CopyOptions options{.clear_target = clear_, .create_target = create_};
    magneto::Result<magneto::Condition> filter = read_condition(session.options().where);
    if (!filter) return filter.error();
    options.filter = std::move(*filter);
    if (!set_.empty()) {
      magneto::Result<Item> attributes = read_item(set_);
      if (!attributes) return attributes.error().in("--set");
      options.update = set_attributes(std::move(*attributes));
    }
    if (!create_) {
      const magneto::Result<TableInfo> target = place->client.table(target_).info().get();
      if (!target && target.error().code() == ErrorCode::kResourceNotFound) {
        return no_target(target_, place->where);
      }
    }
    if (session.options().dry_run) {
      std::printf("about %s of table %s in %s would be written to table %s in %s\n",
                  counted(static_cast<std::uint64_t>(source->info.item_count), "item").c_str(),
                  source_.c_str(), session.where().c_str(), target_.c_str(), place->where.c_str());
      return kSuccess;
    }
    if (clear_) {
      magneto::Result<void> confirmed =
          session.confirm_at(*place, delete_all_items(target_), target_);
      if (!confirmed) return confirmed.error();
    }
    if (state_.empty()) state_ = source_ + "-to-" + target_ + ".copy";
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      options.work = transfer_options(session, interrupts, progress, state_);
      outcome = copy_table(source->table, place->client.table(target_), options);
    }
    return tell_outcome(session, interrupts, outcome, "copied", goes_on_by(state_));
  }

 private:
  std::string source_;
  std::string target_;
  Options to_;
  bool create_ = false;
  bool clear_ = false;
  std::string set_;
  std::string state_;
};

}  // namespace

std::unique_ptr<Command> make_copy_table() { return std::make_unique<CopyTable>(); }

}  // namespace magneto::internal::commands
