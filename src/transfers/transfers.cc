// SPDX-License-Identifier: Apache-2.0
#include "transfers/transfers.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>

#include "base/thread.h"
#include "operations/transfers/transfer_document.h"
#include "transfers/bulk_job.h"
#include "transfers/export_job.h"
#include "transfers/import_job.h"
#include "transfers/transfer_context.h"

namespace magneto::internal::transfers {

using catalog::DocumentKind;

struct Transfers::Task {
  DocumentKind kind = DocumentKind::kImport;
  std::string id;
  friend auto operator<=>(const Task&, const Task&) = default;
};

// What is being done, and how often somebody called for a look.
struct Transfers::Board {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::uint64_t called = 0;  // Guarded by mutex, as what follows.
  std::set<Task> taken;

  void call() {
    const std::lock_guard lock(mutex);
    ++called;
    changed.notify_all();
  }
};

namespace {

constexpr std::chrono::hours kForgetEvery{1};

using Run = Result<void> (*)(const TransferContext& workplace, const std::string& id);

struct Kind {
  DocumentKind kind;
  Run run;
};
constexpr std::array kKinds = {Kind{DocumentKind::kImport, run_import},
                               Kind{DocumentKind::kExport, run_export},
                               Kind{DocumentKind::kBulkOperation, run_bulk_operation}};

// Whether the description says that there is work. A cheap look: the status is a word of its own.
bool is_open(std::string_view text) {
  return text.find(R"(Status":"IN_PROGRESS")") != std::string_view::npos ||
         text.find(R"(Status":"CANCELLING")") != std::string_view::npos;
}

}  // namespace

Transfers::Transfers(operations::Services& services, objects::ObjectStore* objects, Options options)
    : services_(services),
      objects_(objects),
      options_(std::move(options)),
      board_(std::make_shared<Board>()) {
  listener_ = services_.catalog.add_listener([board = board_] { board->call(); });
  threads_.resize(static_cast<std::size_t>(options_.threads));
  for (std::jthread& thread : threads_) {
    started_ = start_thread(thread, "magneto-transf",
                            [this](std::stop_token stop) { run(std::move(stop)); });
    if (!started_.ok()) return;
  }
}

Transfers::~Transfers() {
  services_.catalog.remove_listener(listener_);
  for (std::jthread& thread : threads_) thread.request_stop();
}

// Transfers are known for ninety days.
Result<void> Transfers::forget_old() {
  const std::int64_t oldest_ms = services_.clock.now_ms() - operations::kTransferMemory_ms;
  for (const Kind& kind : kKinds) {
    for (const catalog::DocumentPtr& each : services_.catalog.documents().list(kind.kind)) {
      if (operations::transfer_id_ms(each->id) >= oldest_ms) break;
      if (is_open(each->text)) continue;
      MAGNETO_RETURN_IF_ERROR(services_.catalog.documents().remove(kind.kind, each->id));
    }
  }
  return {};
}

// The next piece of work that nobody does. With the board's mutex held.
bool Transfers::take(Task& task) {
  for (const Kind& kind : kKinds) {
    for (const catalog::DocumentPtr& each : services_.catalog.documents().list(kind.kind)) {
      if (!is_open(each->text)) continue;
      task = {kind.kind, each->id};
      if (board_->taken.insert(task).second) return true;
    }
  }
  return false;
}

void Transfers::run(std::stop_token stop) {
  std::unique_lock lock(board_->mutex);
  while (!stop.stop_requested()) {
    if (services_.clock.now_ms() >= forget_at_ms_) {
      forget_at_ms_ = services_.clock.now_ms() + std::chrono::milliseconds(kForgetEvery).count();
      lock.unlock();
      const Result<void> forgotten = forget_old();
      if (!forgotten.ok() && options_.on_error) options_.on_error(forgotten.error());
      lock.lock();
    }
    const std::uint64_t call = board_->called;
    Task task;
    if (!take(task)) {
      board_->changed.notify_all();
      board_->changed.wait_for(lock, stop, kForgetEvery, [&] { return board_->called != call; });
      continue;
    }
    lock.unlock();
    const Result<void> done = work_on(task, stop);
    if (!done.ok() && options_.on_error) options_.on_error(done.error());
    lock.lock();
    if (!done.ok()) {
      board_->changed.wait_for(lock, stop, std::chrono::milliseconds(options_.retry_after_ms),
                               [] { return false; });
    }
    board_->taken.erase(task);
    ++board_->called;
    board_->changed.notify_all();
  }
}

Result<void> Transfers::work_on(const Task& task, std::stop_token stop) {
  const TransferContext workplace{services_, objects_, std::move(stop),
                                  [this](const std::string& line) {
                                    if (options_.on_log) options_.on_log(line);
                                  },
                                  options_.buckets};
  for (const Kind& kind : kKinds) {
    if (kind.kind == task.kind) return kind.run(workplace, task.id);
  }
  return {};
}

void Transfers::wait_until_idle() {
  const auto idle = [&] {
    if (!board_->taken.empty()) return false;
    for (const Kind& kind : kKinds) {
      for (const auto& each : services_.catalog.documents().list(kind.kind)) {
        if (is_open(each->text)) return false;
      }
    }
    return true;
  };
  std::unique_lock lock(board_->mutex);
  board_->changed.wait(lock, idle);
}

}  // namespace magneto::internal::transfers
