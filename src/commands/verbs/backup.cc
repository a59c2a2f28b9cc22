// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/backup.h"

#include <cstdio>
#include <optional>
#include <string>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Backup : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.optional_word("LOCATION", location_, "Folder, FILE.json, or s3://bucket/prefix; TABLE.json");
    a.number("--level", level_, "Compression, 1 to 19; 3 without it");
    a.flag("--overwrite", overwrite_, "Begin anew where there is a backup already");
    a.text("--s3-endpoint", s3_endpoint_, kS3EndpointHelp, "URL");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    if (location_.empty()) location_ = table_ + ".json";
    constexpr std::int64_t kMostLevel = 19;
    if (level_.value_or(1) > kMostLevel) {
      return magneto::Error(ErrorCode::kInvalidArgument, "--level is at most 19");
    }
    if (session.options().dry_run) {
      std::printf("about %s of table %s in %s would be written to %s\n",
                  counted(static_cast<std::uint64_t>(target->info.item_count), "item").c_str(),
                  table_.c_str(), session.where().c_str(), location_.c_str());
      return kSuccess;
    }
    BackupOptions options{.overwrite = overwrite_, .s3 = s3_options(session, s3_endpoint_)};
    if (level_) options.compression_level = static_cast<int>(*level_);
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      options.work = transfer_options(session, interrupts, progress, "");
      outcome = backup_table(target->table, location_, options);
    }
    return tell_outcome(session, interrupts, outcome, "backed up",
                        "The same command goes on; the backup is not complete before.");
  }

 private:
  std::string table_;
  std::string location_;
  std::optional<std::int64_t> level_;
  bool overwrite_ = false;
  std::string s3_endpoint_;
};

}  // namespace

std::unique_ptr<Command> make_backup() { return std::make_unique<Backup>(); }

}  // namespace magneto::internal::commands
