// SPDX-License-Identifier: Apache-2.0
//
// Telling a torn log tail from a damaged log.
//
// After a power failure the end of the write-ahead log may be anything: nobody was told that it is
// there. RocksDB's point-in-time recovery rightly drops it, from the first bad record on. But it
// does the same when a record in the middle, acknowledged long ago, has rotted: then everything
// behind it would be gone without a word. To tell the two apart we keep, beside the log, how much
// of it is on stable storage:
//
//   SYNCED := title (16 bytes) slot*63
//   slot   := log number (8 bytes) synced bytes (8 bytes), native byte order
//
// The file is mapped and a slot is updated after each fdatasync of its log: it costs a store. It is
// not flushed itself: after a power failure it may be some seconds old, so it is a lower bound;
// after the death of the process it is exact. Before the database is opened, the synced part of
// every log that is still there is checked, record by record.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"

namespace magneto::internal::storage {

/// The mapped SYNCED file. Thread safe.
class SyncedMarks {
 public:
  static constexpr int kSlots = 63;

  /// Creates the file if missing. Errors: kIo.
  static Result<std::shared_ptr<SyncedMarks>> open(const std::string& directory);
  ~SyncedMarks();

  /// Checks the logs of `directory` against the marks. Errors: kCorruption, with log and offset;
  /// kIo.
  Result<void> check_logs(const std::string& directory) const;

  /// The mark of a new log. Takes the place of the oldest one's.
  std::atomic<std::uint64_t>* start_log(std::uint64_t number);

 private:
  struct Slot {
    std::atomic<std::uint64_t> number;
    std::atomic<std::uint64_t> bytes;
  };
  struct File {
    char title[16];
    Slot slots[kSlots];
  };

  explicit SyncedMarks(File* file) : file_(file) {}

  File* file_;
  std::mutex mutex_;  // of start_log()
};

}  // namespace magneto::internal::storage
