// SPDX-License-Identifier: Apache-2.0
#include "catalog/published_tables.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "base/thread_number.h"

namespace magneto::internal::catalog {
namespace {

// A reference count of its own for the same tables.
std::shared_ptr<const Tables> own_count(const std::shared_ptr<const Tables>& tables) {
  return {tables.get(), [tables](const Tables*) {}};
}

}  // namespace

PublishedTables::PublishedTables() { publish({}); }

std::shared_ptr<const Tables> PublishedTables::load() const {
  const Slot& slot = slots_[thread_number() % kSlots];
  const MutexLock lock(slot.mutex);
  return slot.tables;
}

void PublishedTables::publish(Tables tables) {
  const auto shared = std::make_shared<const Tables>(std::move(tables));
  for (Slot& slot : slots_) {
    std::shared_ptr<const Tables> pointer = own_count(shared);
    {
      const MutexLock lock(slot.mutex);
      slot.tables.swap(pointer);
    }
    if (!pointer) continue;
    const MutexLock lock(replaced_mutex_);
    replaced_.emplace_back(pointer);
  }
  const MutexLock lock(replaced_mutex_);
  std::erase_if(replaced_, [](const auto& old) { return old.expired(); });
}

bool PublishedTables::wait_for_old_readers(std::stop_token stop) const {
  constexpr auto kLook = std::chrono::milliseconds(1);
  while (!stop.stop_requested()) {
    {
      const MutexLock lock(replaced_mutex_);
      std::erase_if(replaced_, [](const auto& old) { return old.expired(); });
      if (replaced_.empty()) return true;
    }
    std::this_thread::sleep_for(kLook);
  }
  return false;
}

}  // namespace magneto::internal::catalog
