// SPDX-License-Identifier: Apache-2.0
//
// What a read of a table file may do on this thread, and what became of it.
//
// An event loop's read may use what is in memory, RocksDB's or the system's, and must not wait for
// the disk. RocksDB's own way to say so (ReadTier kBlockCacheTier) gives wrong answers in 7.8. So
// our file system is told instead: a scope says whether reads on this thread may wait, the files
// ask before they read (table_file_system.h), and the scope knows afterwards whether any read was
// refused or failed. Who reads asks the scope, not only RocksDB, which has lost such errors before:
// docs/decisions/would-block.md.
#pragma once

#include <cstdint>

#include "storage/engine.h"

namespace magneto::internal::storage {

class ReadGate {
 public:
  /// While it lives, reads of table files on this thread wait only if `blocking` says they may.
  class Scope {
   public:
    explicit Scope(Blocking blocking)
        : outer_(state_.blocking), refused_(state_.refused), failed_(state_.failed) {
      state_.blocking = blocking;
    }
    ~Scope() { state_.blocking = outer_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    /// Something was not read because that would have meant to wait.
    bool refused() const { return state_.refused != refused_; }
    /// Something could not be read.
    bool failed() const { return state_.failed != failed_; }
    /// Either of both.
    bool incomplete() const { return refused() || failed(); }

   private:
    const Blocking outer_;
    const std::uint32_t refused_;
    const std::uint32_t failed_;
  };

  static bool may_wait() { return state_.blocking == Blocking::kAllowed; }
  static void note_refused() { ++state_.refused; }
  static void note_failed() { ++state_.failed; }

 private:
  struct State {
    Blocking blocking;
    std::uint32_t refused;
    std::uint32_t failed;
  };
  static inline constinit thread_local State state_{Blocking::kAllowed, 0, 0};
};

}  // namespace magneto::internal::storage
