// SPDX-License-Identifier: Apache-2.0
#include "cli/data_commands.h"

#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdio>

#include "cli/command_line.h"
#include "database/maintenance.h"

namespace magneto::internal::cli {
namespace {

constexpr const char* kData = "The directory of the database; no server may be using it.";

int failed(const Error& error) {
  std::fprintf(stderr, "magneto: %s\n", error.message().c_str());
  return kFailure;
}

unsigned long long number(std::uint64_t value) { return value; }

/// One line on standard error that says how far it is, where that is a terminal.
class ProgressLine {
 public:
  void show(std::string_view what, std::uint64_t done, std::uint64_t total) {
    if (!terminal_) return;
    const double part = static_cast<double>(done) / static_cast<double>(std::max(total, done));
    std::fprintf(stderr, "\r\033[K%.*s: %3.0f %%", static_cast<int>(what.size()), what.data(),
                 total == 0 ? 0.0 : 100.0 * part);
    shown_ = true;
  }
  void end() const {
    if (shown_) std::fputs("\r\033[K", stderr);
  }

 private:
  const bool terminal_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
};

}  // namespace

DataCommands::DataCommands(CLI::App& app)
    : check_(app.add_subcommand("check", "Check a database: checksums, items, indexes, streams.")),
      copy_(app.add_subcommand("copy", "Copy a database to a new directory.")) {
  check_->footer("Example: magneto check --data /var/lib/magneto");
  check_->add_option("--data", data_, kData)->capture_default_str();
  check_->add_flag("--repair-index", repair_index_,
                   "Write index entries and counters again that are wrong");
  copy_->footer("Example: magneto copy --data /var/lib/magneto --to /backup/monday");
  copy_->add_option("--data", data_, kData)->capture_default_str();
  copy_->add_option("--to", to_, "The directory of the copy; it must not exist.")->required();
}

bool DataCommands::chosen() const { return check_->parsed() || copy_->parsed(); }

int DataCommands::run() const { return check_->parsed() ? check() : copy(); }

int DataCommands::check() const {
  ProgressLine line;
  database::CheckOptions options;
  options.on_file = [&line](const storage::VerifyProgress& progress) {
    line.show("files", progress.done_bytes, progress.total_bytes);
  };
  options.tables.repair_indexes = repair_index_;
  options.tables.progress = [&line](std::string_view what, std::uint64_t done,
                                    std::uint64_t total) { line.show(what, done, total); };
  const auto report = database::check_directory(data_, options);
  line.end();
  if (!report.ok()) return failed(report.error());
  for (const std::string& damage : report->damages) std::printf("%s\n", damage.c_str());
  for (const std::string& text : report->tables.texts) std::printf("%s\n", text.c_str());
  const store::Verification& tables = report->tables;
  std::printf(
      "%llu files, %llu items, %llu index entries and %llu records of changes checked: "
      "%llu places wrong, %llu repaired\n",
      number(report->files), number(tables.items), number(tables.entries), number(tables.changes),
      number(report->damages.size() + tables.wrong), number(tables.repaired));
  return report->is_right() ? kSuccess : kFailure;
}

int DataCommands::copy() const {
  const Result<void> copied = database::copy_directory(data_, to_);
  if (!copied.ok()) return failed(copied.error());
  std::printf("copied %s to %s\n", data_.c_str(), to_.c_str());
  return kSuccess;
}

}  // namespace magneto::internal::cli
