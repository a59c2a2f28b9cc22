// SPDX-License-Identifier: Apache-2.0
//
// ChangeNumbers: numbers for the records of streams, and how far streams can be read.
//
// A write takes the numbers of all its records at once, in a row and in one millisecond, while it
// holds the latches of its items. So the records of one item are numbered in the order of its
// writes, those of a transaction stand together in a stream, and a moment (change_number_at) never
// falls into the middle of a write. Writes of different items take numbers from one atomic counter
// and wait for nobody: so a write may become visible after another one with a
// higher number. A reader that went past the gap would miss a record for ever. Therefore:
//
//   - Before it takes a number, a write enters one of a few slots with a bound: the counter as it
//     is. All numbers that it will take are at least that. It leaves the slot after the engine has
//     applied it.
//   - A reader first reads the counter, then all slots: everything below the counter and below every
//     bound has been applied, because its number was taken (the counter says so), and whoever took
//     it was seen neither entering late (entering comes before taking, and the reader saw the
//     taking) nor still there.
//   - Applied is not durable. Every write notes its commit point before it leaves its slot. Once the
//     highest one noted is durable, a new view has all that was found applied, and will never get
//     more below that place.
//
// Numbers follow the clock (derive/change_number.h) but never go back: not after a restart either,
// which begins above everything stored. Only writes to tables with streams come here.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "base/mutex.h"
#include "base/result.h"
#include "derive/change_number.h"
#include "storage/engine.h"

namespace magneto::internal::store {

using derive::ChangeNumber;

/// Thread safe.
class ChangeNumbers {
 public:
  /// Finds the highest number stored, once. To be called before anything else. Errors: kWouldBlock
  /// the first time unless it may block; kIo, kCorruption.
  Result<void> open(storage::Engine& engine, std::int64_t now_ms, storage::Blocking blocking);

  /// One write. Entered while it lives.
  class Writer {
   public:
    explicit Writer(ChangeNumbers& numbers);
    ~Writer() { slot_.store(0, std::memory_order_release); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// `count` numbers in a row, all of one millisecond. Gives the first. REQUIRES: the latches of
    /// all items whose changes get the numbers; 0 < count < 2^kChangeNumberCountBits.
    ChangeNumber take(std::int64_t now_ms, std::size_t count = 1);
    /// The engine has applied the write; `commit` is not before it.
    void applied(storage::CommitPoint commit);

   private:
    ChangeNumbers& numbers_;
    std::atomic<ChangeNumber>& slot_;
  };

  /// Every write that begins after the call gets this number or a higher one.
  ChangeNumber next(std::int64_t now_ms);

  struct Readable {
    ChangeNumber below;           ///< All records with lower numbers are applied...
    storage::CommitPoint commit;  ///< ...up to here.
  };
  Readable readable(std::int64_t now_ms);

 private:
  static constexpr std::size_t kSlots = 64;
  struct alignas(64) Slot {
    std::atomic<ChangeNumber> bound{0};  // 0: free.
  };

  std::atomic<ChangeNumber>& enter();

  std::atomic<ChangeNumber> last_{0};  // The last one taken.
  std::atomic<storage::CommitPoint> last_applied_{0};
  std::array<Slot, kSlots> slots_;
  std::atomic<bool> open_{false};
  Mutex open_mutex_;  // One opens; the others wait for it.
};

}  // namespace magneto::internal::store
