// SPDX-License-Identifier: Apache-2.0
#include "commands/transfer_work.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "commands/exit_status.h"
#include "commands/explain_error.h"
#include "commands/network.h"
#include "commands/print.h"

namespace magneto::internal::commands {
namespace {

std::string counts_text(const TransferProgress& counts, const char* done) {
  const bool only_deleted = counts.written == 0 && counts.deleted > 0;
  std::string text = only_deleted ? counted(counts.deleted, "item") + " deleted"
                                  : counted(counts.written, "item") + " " + done;
  if (!only_deleted && counts.deleted > 0) {
    text += ", " + std::to_string(counts.deleted) + " deleted";
  }
  if (counts.skipped > 0) text += ", " + std::to_string(counts.skipped) + " left out";
  char units[64];
  std::snprintf(units, sizeof units, " (%.1f read units, %.1f write units)", counts.read_units,
                counts.write_units);
  return text + units;
}

/// Otherwise there is nothing to go on with.
bool has_begun(const TransferReport& report) {
  const TransferProgress& counts = report.counts;
  return report.resumed || counts.written + counts.deleted + counts.skipped > 0;
}

}  // namespace

TransferOptions transfer_options(const Session& session, const Interrupts& interrupts,
                                 Progress& progress, std::string state_file) {
  const Options& options = session.options();
  TransferOptions work;
  if (options.parallel) work.segments = static_cast<std::size_t>(*options.parallel);
  work.read_rate = options.rate_read.value_or(0);
  work.write_rate = options.rate_write.value_or(0);
  work.cancellation = interrupts.cancellation();
  work.state_file = std::move(state_file);
  work.progress = [&progress](const TransferProgress& counts) {
    progress.tell(std::max(counts.written + counts.skipped, counts.deleted), counts.expected);
  };
  return work;
}

S3Options s3_options(const Session& session, const std::string& endpoint) {
  S3Options s3;
  s3.endpoint = endpoint;
  s3.region = session.options().region;
  s3.profile = session.options().profile;
  Network network = network_of(s3.profile);
  s3.proxy = std::move(network.proxy);
  s3.tls = std::move(network.tls);
  return s3;
}

int tell_outcome(Session& session, const Interrupts& interrupts,
                 const Outcome<TransferReport>& outcome, const char* done,
                 const std::string& go_on) {
  const std::string counts = counts_text(outcome.data.counts, done);
  if (outcome.ok()) {
    std::fprintf(stderr, "%s%s\n", counts.c_str(),
                 outcome.data.resumed ? ", with what was done before" : "");
    return kSuccess;
  }
  const bool stopped = outcome.code() == ErrorCode::kCancelled;
  if (!stopped) {
    std::fprintf(stderr, "magneto: %s\n", explain_error(*outcome.error, session).c_str());
  }
  if (stopped || has_begun(outcome.data)) {
    std::fprintf(stderr, "Stopped: %s. %s\n", counts.c_str(), go_on.c_str());
  }
  if (stopped) return interrupts.happened() ? interrupts.status() : kInterrupted;
  // Here it is a file's, not an answer's.
  return outcome.code() == ErrorCode::kChecksum ? kBadData : exit_status_of(*outcome.error);
}

}  // namespace magneto::internal::commands
