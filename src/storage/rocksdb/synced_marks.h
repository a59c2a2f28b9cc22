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
// A mark lies at the end of a record, also when the sync ended within one: what is marked can be
// checked to its last byte.
//
// The file is mapped and a slot is updated after each fdatasync of its log: it costs a store. It is
// not flushed itself: after a power failure it may be some seconds old, so it is a lower bound;
// after the death of the process it is exact. Before the database is opened, the synced part of
// every log is checked, record by record.
//
// A log that RocksDB deletes is forgotten first, on stable storage. So a log that has a mark and is
// not there was lost, or left out of a copy. And the file is on stable storage before the first log
// is begun, so logs without it have lost it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "base/result.h"

namespace magneto::internal::storage {

/// The mapped SYNCED file. Thread safe.
class SyncedMarks {
 public:
  static constexpr int kSlots = 63;

  struct Opening {
    bool was_there;    ///< Whether a directory with logs must have the file.
    bool accept_lost;  ///< Makes a new one all the same.
  };

  /// Creates the file if missing. Errors: kCorruption (missing or too short, but there are logs);
  /// kIo.
  static Result<std::shared_ptr<SyncedMarks>> open(const std::string& directory, Opening opening);
  ~SyncedMarks();

  /// Brings the logs of a copy to stable storage as they are, and marks all of them. Errors: kIo.
  static Result<void> mark_whole_logs(const std::string& directory);

  /// Checks the logs against the marks. Errors: kCorruption, with log and offset; kIo.
  Result<void> check_logs() const;
  /// Afterwards there are marks only of logs that are there.
  void forget_missing_logs();
  /// To be called before a log is deleted. Returns when the disk has it.
  void forget(std::uint64_t number);

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

  SyncedMarks(std::string directory, File* file) : directory_(std::move(directory)), file_(file) {}

  std::string log_path(std::uint64_t number) const;
  bool write_through();

  const std::string directory_;
  File* file_;
  Mutex mutex_;  // of start_log() and forget()
};

}  // namespace magneto::internal::storage
