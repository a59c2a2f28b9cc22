// SPDX-License-Identifier: Apache-2.0
#include "transfers/transfers.h"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "operations/transfers/transfer_document.h"
#include "transfers/bulk_job.h"
#include "transfers/export_job.h"
#include "transfers/import_job.h"
#include "transfers/transfer_context.h"

namespace magneto::internal::transfers {
namespace {

using catalog::DocumentKind;

constexpr std::int64_t kForgetEveryMs = std::chrono::milliseconds(std::chrono::hours(1)).count();

using Run = Result<void> (*)(const TransferContext& transfer, const std::string& id);

struct Kind {
  DocumentKind kind;
  Run run;
};
constexpr std::array kKinds = {Kind{DocumentKind::kImport, run_import},
                               Kind{DocumentKind::kExport, run_export},
                               Kind{DocumentKind::kBulkOperation, run_bulk_operation}};

}  // namespace

jobs::Lane Transfers::lane() {
  const auto work = [this](const jobs::JobContext& context) { return work_on_all(context); };
  const auto forget = [this](const jobs::JobContext&) { return forget_old_when_due(); };
  return {.thread_name = "magneto-transf",
          .jobs = {{"forget old transfers", forget}, {"an import, export or bulk operation", work}},
          .threads = options_.threads,
          .pause_ms = [](std::int64_t) { return kForgetEveryMs; }};
}

// Until nothing is left that nobody does. One that fails stays leased until then: it must not keep
// this thread or another one from the rest.
Result<void> Transfers::work_on_all(const jobs::JobContext& work) {
  Result<void> outcome;
  std::vector<Task> failed;
  for (Task task; !work.stopped() && lease(task);) {
    Result<void> done = work_on(task, work);
    if (done.ok()) {
      release(task);
    } else {
      failed.push_back(task);
      outcome = std::move(done);
    }
  }
  for (const Task& task : failed) release(task);
  return outcome;
}

bool Transfers::lease(Task& task) {
  for (const Kind& kind : kKinds) {
    for (const catalog::DocumentPtr& each : services_.catalog.documents().list(kind.kind)) {
      if (!states_.is_open(kind.kind, each)) continue;
      task = {kind.kind, each->id};
      const MutexLock lock(mutex_);
      if (leased_.insert(task).second) return true;
    }
  }
  return false;
}

void Transfers::release(const Task& task) {
  const MutexLock lock(mutex_);
  leased_.erase(task);
}

Result<void> Transfers::work_on(const Task& task, const jobs::JobContext& work) {
  const TransferContext transfer{services_, objects_, work.stop,
                                 [this](const std::string& line) {
                                   if (options_.on_log) options_.on_log(line);
                                 },
                                 options_.buckets};
  for (const Kind& kind : kKinds) {
    if (kind.kind == task.kind) return kind.run(transfer, task.id);
  }
  return {};
}

// Transfers are known for ninety days.
Result<void> Transfers::forget_old_when_due() {
  const std::int64_t now_ms = services_.clock.now_ms();
  {
    const MutexLock lock(mutex_);
    if (now_ms < forget_at_ms_) return {};
    forget_at_ms_ = now_ms + kForgetEveryMs;
  }
  const std::int64_t oldest_ms = now_ms - operations::kTransferMemory_ms;
  for (const Kind& kind : kKinds) {
    for (const catalog::DocumentPtr& each : services_.catalog.documents().list(kind.kind)) {
      if (operations::transfer_id_ms(each->id) >= oldest_ms) break;
      if (states_.is_open(kind.kind, each)) continue;
      MAGNETO_RETURN_IF_ERROR(services_.catalog.documents().remove(kind.kind, each->id));
      states_.forget(kind.kind, each->id);
    }
  }
  return {};
}

}  // namespace magneto::internal::transfers
