// SPDX-License-Identifier: Apache-2.0
#include "server/durability.h"

#include <algorithm>

namespace magneto::internal::server {

DurabilityGate::DurabilityGate(database::EngineMonitor engine,
                               std::shared_ptr<database::FlushNotifier> notifier,
                               http_server::Loop& loop)
    : engine_(engine), notifier_(std::move(notifier)), loop_(loop) {
  notifier_->add(*this);
}

DurabilityGate::~DurabilityGate() { notifier_->remove(*this); }

void DurabilityGate::wait(storage::CommitPoint point, Waiter& waiter) {
  if (waiting_.empty() && engine_.durable_commit() >= point) return waiter.on_durable({});
  // Points rise but for those of the blocking pool, which come a little late.
  auto place = std::find_if(waiting_.rbegin(), waiting_.rend(),
                            [point](const Entry& entry) { return entry.point <= point; });
  waiting_.insert(place.base(), {point, &waiter});
  if (waiting_.size() > 1) return;
  // Both threads read and write the flag in one step, one after the other: either the flush thread
  // sees that somebody waits, or this thread sees what it has flushed.
  anybody_waits_.exchange(1, std::memory_order_acq_rel);
  if (std::optional<std::string> failure = notifier_->failure()) return fail(*failure);
  release(engine_.durable_commit());
}

/// On the flush thread.
void DurabilityGate::flushed() {
  if (anybody_waits_.fetch_add(0, std::memory_order_acq_rel) == 0) return;
  if (!posted_.exchange(true, std::memory_order_acq_rel)) loop_.post(*this);
}

void DurabilityGate::run() {
  posted_.exchange(false, std::memory_order_acq_rel);
  if (std::optional<std::string> failure = notifier_->failure()) return fail(*failure);
  release(engine_.durable_commit());
}

void DurabilityGate::release(storage::CommitPoint durable) {
  while (!waiting_.empty() && waiting_.front().point <= durable) {
    Waiter* waiter = waiting_.front().waiter;
    waiting_.pop_front();
    waiter->on_durable({});
  }
  if (waiting_.empty()) anybody_waits_.store(0, std::memory_order_relaxed);
}

void DurabilityGate::fail(const std::string& text) {
  std::deque<Entry> all = std::move(waiting_);
  waiting_.clear();
  anybody_waits_.store(0, std::memory_order_relaxed);
  for (const Entry& entry : all) entry.waiter->on_durable(Error(ErrorCode::kIo, text));
}

}  // namespace magneto::internal::server
