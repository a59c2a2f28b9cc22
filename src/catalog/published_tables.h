// SPDX-License-Identifier: Apache-2.0
//
// PublishedTables: the newest tables, for many readers on many cores. A reader's thread takes its
// own slot's pointer, with a lock and a reference count that other threads rarely share: readers on
// different cores do not slow each other down. Publishing replaces the pointer of every slot.
// Thread safe; publish() by one thread at a time.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "catalog/table.h"

namespace magneto::internal::catalog {

using TablePtr = std::shared_ptr<const Table>;
using Tables = std::map<std::string, TablePtr, std::less<>>;

class PublishedTables {
 public:
  PublishedTables();

  /// Never null. Whoever holds it, or a pointer that shares its ownership, is a reader of this
  /// version.
  std::shared_ptr<const Tables> load() const;

  void publish(Tables tables);

  /// Waits until all versions but the newest have no readers. False when `stop` came before that.
  bool wait_for_old_readers(std::stop_token stop) const;

 private:
  static constexpr std::size_t kSlots = 16;

  struct alignas(64) Slot {
    mutable Mutex mutex;
    std::shared_ptr<const Tables> tables MAGNETO_GUARDED_BY(mutex);
  };

  std::array<Slot, kSlots> slots_;
  mutable Mutex replaced_mutex_;
  mutable std::vector<std::weak_ptr<const Tables>> replaced_ MAGNETO_GUARDED_BY(replaced_mutex_);
};

}  // namespace magneto::internal::catalog
