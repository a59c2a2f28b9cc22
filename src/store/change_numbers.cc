// SPDX-License-Identifier: Apache-2.0
#include "store/change_numbers.h"

#include <algorithm>
#include <string>
#include <thread>

#include "base/thread_number.h"
#include "store/change_record.h"

namespace magneto::internal::store {
namespace {

using storage::Family;

// Raises `value` to `floor`, if it is below.
template <class T>
void raise(std::atomic<T>& value, T floor) {
  T now = value.load(std::memory_order_relaxed);
  while (now < floor && !value.compare_exchange_weak(now, floor, std::memory_order_acq_rel)) {
  }
}

// The last key of each space, found by hopping from space to space.
Result<ChangeNumber> highest_stored(storage::Engine& engine) {
  const auto view = engine.newest_view();
  ChangeNumber highest = 0;
  std::string begin;
  while (true) {
    const auto first = view->range({Family::kChanges, begin, {}});
    if (!first->valid()) {
      MAGNETO_RETURN_IF_ERROR(first->status());
      return highest;
    }
    MAGNETO_ASSIGN_OR_RETURN(const ChangeKey some, ChangeKey::decode(first->key()));
    const ChangeKey behind(some.space() + 1, 0);
    const auto last = view->range({Family::kChanges, begin, behind.bytes(), /*backward=*/true});
    MAGNETO_RETURN_IF_ERROR(last->status());
    MAGNETO_ASSIGN_OR_RETURN(const ChangeKey key, ChangeKey::decode(last->key()));
    highest = std::max(highest, key.number());
    begin = behind.bytes();
  }
}

}  // namespace

Result<void> ChangeNumbers::open(storage::Engine& engine, std::int64_t now_ms,
                                 storage::Blocking blocking) {
  if (open_.load(std::memory_order_acquire)) return {};
  if (blocking == storage::Blocking::kNever) return Error(ErrorCode::kWouldBlock, {});
  const MutexLock lock(open_mutex_);
  if (open_.load(std::memory_order_acquire)) return {};
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber highest, highest_stored(engine));
  last_.store(std::max(highest, derive::change_number_at(now_ms)), std::memory_order_release);
  open_.store(true, std::memory_order_release);
  return {};
}

std::atomic<ChangeNumber>& ChangeNumbers::enter() {
  for (std::size_t i = thread_number();; ++i) {
    std::atomic<ChangeNumber>& slot = slots_[i % kSlots].bound;
    const ChangeNumber bound = last_.load(std::memory_order_acquire) + 1;
    ChangeNumber free = 0;
    if (slot.compare_exchange_strong(free, bound, std::memory_order_acq_rel)) return slot;
    if (i % kSlots == kSlots - 1) std::this_thread::yield();  // More writers than slots.
  }
}

ChangeNumbers::Writer::Writer(ChangeNumbers& numbers) : numbers_(numbers), slot_(numbers.enter()) {}

ChangeNumber ChangeNumbers::Writer::take(std::int64_t now_ms, std::size_t count) {
  std::atomic<ChangeNumber>& last = numbers_.last_;
  const ChangeNumber floor = derive::change_number_at(now_ms);
  ChangeNumber before = last.load(std::memory_order_relaxed);
  ChangeNumber taken = 0;
  do {
    taken = std::max(before + 1, floor);
    // A millisecond that has too few numbers left is over.
    const std::int64_t ms = derive::change_time_ms(taken);
    if (derive::change_time_ms(taken + count - 1) != ms) taken = derive::change_number_at(ms + 1);
  } while (!last.compare_exchange_weak(before, taken + count - 1, std::memory_order_acq_rel));
  return taken;
}

void ChangeNumbers::Writer::applied(storage::CommitPoint commit) {
  raise(numbers_.last_applied_, commit);
}

ChangeNumber ChangeNumbers::next(std::int64_t now_ms) {
  raise(last_, derive::change_number_at(now_ms) - 1);
  return last_.load(std::memory_order_acquire) + 1;
}

ChangeNumbers::Readable ChangeNumbers::readable(std::int64_t now_ms) {
  ChangeNumber below = next(now_ms);
  for (const Slot& slot : slots_) {
    const ChangeNumber bound = slot.bound.load(std::memory_order_acquire);
    if (bound != 0) below = std::min(below, bound);
  }
  return {below, last_applied_.load(std::memory_order_acquire)};
}

}  // namespace magneto::internal::store
