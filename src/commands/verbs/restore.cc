// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <string>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/session.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"
#include "magneto/table.h"
#include "magneto/transfer/backup.h"

namespace magneto::internal::commands {
namespace {

/// A file that is no backup is one of records, or a part of a backup.
magneto::Result<void> check_is_backup(const std::string& location) {
  std::error_code failed;
  if (location.ends_with(".json") || !std::filesystem::is_regular_file(location, failed)) return {};
  return magneto::Error(ErrorCode::kSerialization,
                        location +
                            " is no backup: a backup is a folder with a manifest.json, or a file "
                            "that ends in .json; `magneto import` reads files of items");
}

class Restore : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("LOCATION", location_, "Folder, FILE.json, s3://bucket/prefix, or a file of pynamo");
    a.word("TABLE", table_, "Table to write to");
    a.flag("--create", create_, "Make the table as the backup describes it, where it is not there");
    a.flag("--clear", clear_, "Delete all items of the table first");
    a.text("--state", state_, "File that says how far a stopped restore has come", "FILE");
    a.text("--s3-endpoint", s3_endpoint_, kS3EndpointHelp, "URL");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    session.about(table_);
    if (auto backup = check_is_backup(location_); !backup) return backup.error();
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    if (session.options().dry_run) return check(session, interrupts);
    if (clear_) {
      magneto::Result<void> confirmed = session.confirm(delete_all_items(table_), table_);
      if (!confirmed) return confirmed.error();
    }
    if (state_.empty()) state_ = table_ + ".restore";
    RestoreOptions options{
        .clear_table = clear_, .create_table = create_, .s3 = s3_options(session, s3_endpoint_)};
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      options.work = transfer_options(session, interrupts, progress, state_);
      outcome = restore_table(location_, client->table(table_), options);
    }
    if (outcome.code() == ErrorCode::kResourceNotFound && !create_) {
      return no_target(table_, session.where());
    }
    const int status =
        tell_outcome(session, interrupts, outcome, "restored",
                     "The same command goes on; items that are there are only written again.");
    // What the library was given that cannot be is what is in the backup.
    return status == kUsage ? kBadData : status;
  }

 private:
  /// Reads all of the backup, and writes nothing.
  magneto::Result<int> check(Session& session, const Interrupts& interrupts) const {
    Outcome<BackupInfo> info;
    {
      Progress progress;
      info = check_backup(location_, transfer_options(session, interrupts, progress, ""),
                          s3_options(session, s3_endpoint_));
    }
    if (!info) return *info.error;
    std::printf("%s in %s, %llu bytes, undamaged\n", counted(info.data.items, "item").c_str(),
                counted(info.data.parts.size(), "part").c_str(),
                static_cast<unsigned long long>(info.data.bytes));
    return kSuccess;
  }

  std::string location_;
  std::string table_;
  bool create_ = false;
  bool clear_ = false;
  std::string state_;
  std::string s3_endpoint_;
};

}  // namespace

std::unique_ptr<Command> make_restore() { return std::make_unique<Restore>(); }

}  // namespace magneto::internal::commands
