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

}  // namespace

DataCommands::DataCommands(CLI::App& app)
    : check_(app.add_subcommand("check", "Compare all files of a database with their checksums.")),
      copy_(app.add_subcommand("copy", "Copy a database to a new directory.")) {
  check_->footer("Example: magneto check --data /var/lib/magneto");
  check_->add_option("--data", data_, kData)->capture_default_str();
  copy_->footer("Example: magneto copy --data /var/lib/magneto --to /backup/monday");
  copy_->add_option("--data", data_, kData)->capture_default_str();
  copy_->add_option("--to", to_, "The directory of the copy; it must not exist.")->required();
}

bool DataCommands::chosen() const { return check_->parsed() || copy_->parsed(); }

int DataCommands::run() const { return check_->parsed() ? check() : copy(); }

int DataCommands::check() const {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  std::size_t files = 0;
  const auto tell = [&files, terminal](const storage::VerifyProgress& progress) {
    ++files;
    if (terminal) {
      std::fprintf(stderr, "\r%3.0f %% of %.1f MB",
                   100.0 * static_cast<double>(progress.done_bytes) /
                       static_cast<double>(std::max<std::uint64_t>(progress.total_bytes, 1)),
                   static_cast<double>(progress.total_bytes) / 1e6);
    }
    return true;
  };
  const auto damages = database::check_directory(data_, tell);
  if (terminal && files != 0) std::fputc('\n', stderr);
  if (!damages.ok()) return failed(damages.error());
  for (const std::string& damage : *damages) std::printf("%s\n", damage.c_str());
  std::printf("%zu files checked, %zu damaged places\n", files, damages->size());
  return damages->empty() ? kSuccess : kFailure;
}

int DataCommands::copy() const {
  const Result<void> copied = database::copy_directory(data_, to_);
  if (!copied.ok()) return failed(copied.error());
  std::printf("copied %s to %s\n", data_.c_str(), to_.c_str());
  return kSuccess;
}

}  // namespace magneto::internal::cli
