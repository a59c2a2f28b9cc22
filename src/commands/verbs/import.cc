// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/record_format.h"
#include "commands/table_schema.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"
#include "magneto/transfer/records.h"

namespace magneto::internal::commands {
namespace {

class Import : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Table to write to");
    a.optional_word("LOCATION", location_,
                    "File, s3://bucket/key, folder or prefix of an Amazon export, or - for stdin");
    a.choice("--format", format_, record_format_words(true),
             "Without it by the file's name; dynamodb-json from stdin");
    a.choice("--on-error", on_error_, {"stop", "skip"},
             "What becomes of a wrong record: the import stops, or goes on without it");
    a.text("--rejects", rejects_, "With --on-error skip: file of the wrong ones, with reasons",
           "FILE");
    a.flag("--no-overwrite", no_overwrite_, "A record whose item is there already is a wrong one");
    a.text("--types", types_, "Of CSV: attributes that are no texts, with commas: Year:N", "NAMES");
    a.text("--columns", columns_, "Of CSV: its header, where the file has none", "NAMES");
    a.text("--delimiter", delimiter_, kDelimiterHelp, "CHARACTER");
    a.text("--state", state_, "File that says how far a stopped import has come", "FILE");
    a.text("--s3-endpoint", s3_endpoint_, kS3EndpointHelp, "URL");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    ImportOptions options{.overwrite = !no_overwrite_,
                          .skip_bad = on_error_ == "skip",
                          .rejects_file = rejects_,
                          .s3 = s3_options(session, s3_endpoint_)};
    if (!rejects_.empty() && !options.skip_bad) {
      return magneto::Error(ErrorCode::kInvalidArgument, "--rejects comes with --on-error skip");
    }
    magneto::Result<RecordFormat> format = record_format(format_, location_);
    if (!format) return format.error();
    options.format = *format;
    magneto::Result<char> delimiter = delimiter_of(delimiter_);
    if (!delimiter) return delimiter.error();
    options.delimiter = *delimiter;
    options.columns = words_of_list(columns_);
    const bool of_csv = !(columns_.empty() && delimiter_.empty() && types_.empty());
    if (*format != RecordFormat::kCsv && of_csv) {
      return only_of_csv("--columns, --delimiter and --types");
    }
    for (const std::string& word : words_of_list(types_)) {
      magneto::Result<KeyWords> type = read_key_words(word);
      if (!type) return type.error().in("--types");
      options.types.emplace(type->name, Enum<AttributeType>(type->type).value());
    }
    if (session.options().dry_run) return check(session, interrupts, *target, std::move(options));
    if (state_.empty())
      state_ = std::filesystem::path(location_).filename().string() + "-to-" + table_ + ".import";
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      options.work = transfer_options(session, interrupts, progress, state_);
      outcome = import_records(location_, target->table, options);
    }
    const int status = tell_outcome(
        session, interrupts, outcome, "imported",
        location_ == "-" ? "The same input again writes the same items again, and the rest."
                         : goes_on_by(state_));
    // What the library was given that cannot be is what is in the file.
    return status == kUsage ? kBadData : status;
  }

 private:
  /// Reads all of the file, and writes nothing but the rejects.
  magneto::Result<int> check(Session& session, const Interrupts& interrupts, const Target& target,
                             ImportOptions options) const {
    Outcome<TransferReport> outcome;
    {
      Progress progress;
      options.work = transfer_options(session, interrupts, progress, "");
      outcome = check_records(location_, target.table, options);
    }
    const TransferProgress& counts = outcome.data.counts;
    if (!outcome) {
      const int status = tell_outcome(session, interrupts, outcome, "read", "Nothing was written.");
      return status == kUsage ? kBadData : status;
    }
    std::printf("%s would be written to table %s in %s", counted(counts.written, "item").c_str(),
                table_.c_str(), session.where().c_str());
    if (counts.deleted > 0) std::printf(", %s deleted", counted(counts.deleted, "item").c_str());
    if (counts.skipped > 0) std::printf(", %s left out", counted(counts.skipped, "record").c_str());
    std::printf("\n");
    return kSuccess;
  }

  std::string table_;
  std::string location_ = "-";
  std::string format_;
  std::string on_error_ = "stop";
  std::string rejects_;
  bool no_overwrite_ = false;
  std::string types_;
  std::string columns_;
  std::string delimiter_;
  std::string state_;
  std::string s3_endpoint_;
};

}  // namespace

std::unique_ptr<Command> make_import() { return std::make_unique<Import>(); }

}  // namespace magneto::internal::commands
