// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/record_format.h"
#include "commands/run_command.h"
#include "commands/target.h"
#include "commands/transfer_work.h"
#include "commands/verbs/verbs.h"
#include "magneto/transfer/records.h"

namespace magneto::internal::commands {
namespace {

magneto::Error limit_in_parallel() {
  return {ErrorCode::kInvalidArgument, "--parallel excludes --limit: its items come in no order"};
}

class Export : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.optional_word("LOCATION", location_,
                    "File, s3://bucket/key, or - for stdout; .gz and .zst compress");
    a.choice("--format", format_, record_format_words(false),
             "Without it by the file's name; dynamodb-json to stdout");
    a.text("--index", index_, "Read this index", "NAME");
    a.text("--columns", columns_, "Of CSV: these attributes, with commas", "NAMES");
    a.text("--delimiter", delimiter_, kDelimiterHelp, "CHARACTER");
    a.flag("--overwrite", overwrite_, "Replace a file or object that is there");
    a.text("--state", state_, "File that says how far a stopped export has come", "FILE");
    a.text("--s3-endpoint", s3_endpoint_, kS3EndpointHelp, "URL");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    if (auto known = check_index(target->info, index_); !known) return known.error();
    ExportOptions options{.s3 = s3_options(session, s3_endpoint_)};
    options.index = index_;
    options.overwrite = overwrite_;
    if (session.options().limit) {
      if (session.options().parallel.value_or(1) > 1) return limit_in_parallel();
      options.limit = static_cast<std::uint64_t>(*session.options().limit);
    }
    magneto::Result<RecordFormat> format = record_format(format_, location_);
    if (!format) return format.error();
    options.format = *format;
    magneto::Result<char> delimiter = delimiter_of(delimiter_);
    if (!delimiter) return delimiter.error();
    options.delimiter = *delimiter;
    options.columns = words_of_list(columns_);
    if (*format != RecordFormat::kCsv && !(columns_.empty() && delimiter_.empty())) {
      return only_of_csv("--columns and --delimiter");
    }
    magneto::Result<magneto::Condition> filter = read_condition(session.options().where);
    if (!filter) return filter.error();
    options.filter = std::move(*filter);
    magneto::Result<magneto::Projection> projection = read_projection(session.options().select);
    if (!projection) return projection.error();
    options.projection = std::move(*projection);
    if (state_.empty()) state_ = location_ + ".export";
    if (session.options().dry_run) return tell_plan(session, target->info);
    Outcome<TransferReport> outcome;
    {
      Progress progress(location_ != "-" || !session.output_is_terminal());
      options.work = transfer_options(session, interrupts, progress, state_);
      if (options.limit) options.work.segments = 1;
      outcome = export_table(target->table, location_, options);
    }
    if (!outcome.ok() && location_ == "-" && output_reader_is_gone()) return kReaderGone;
    return tell_outcome(
        session, interrupts, outcome, "exported",
        "What was written is not complete; the same command goes on with a local file, and "
        "begins anew elsewhere.");
  }

 private:
  magneto::Result<int> tell_plan(const Session& session, const TableInfo& info) const {
    std::printf("about %s of table %s in %s would be read, and written to %s\n",
                counted(static_cast<std::uint64_t>(info.item_count), "item").c_str(),
                table_.c_str(), session.where().c_str(),
                location_ == "-" ? "standard output" : location_.c_str());
    return kSuccess;
  }

  std::string table_;
  std::string location_ = "-";
  std::string format_;
  std::string index_;
  std::string columns_;
  std::string delimiter_;
  bool overwrite_ = false;
  std::string state_;
  std::string s3_endpoint_;
};

}  // namespace

std::unique_ptr<Command> make_export() { return std::make_unique<Export>(); }

}  // namespace magneto::internal::commands
