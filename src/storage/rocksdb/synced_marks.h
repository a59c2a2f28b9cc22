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
//   SYNCED := title (16 bytes) slot*63 slot*2
//   slot   := file number (8 bytes) synced bytes (8 bytes), native byte order
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
//
// The last two slots are of manifests: the one that CURRENT names, and one that is about to take its
// place. A manifest tells which table files there are, and RocksDB deletes those that it does not
// name; so one that is shorter than its mark, or that has none, is refused. That happens when files
// of different moments are brought together, as by `cp -r` of a directory in use. The mark of a new
// manifest is on stable storage before CURRENT names it, and the mark of the older one stays until
// that name is. The marks of manifests lie behind those of logs, and a log is forgotten after the
// manifest names the tables with its contents: so a copy of SYNCED that is read from its beginning to
// its end while it changes never lacks a log without having the manifest's mark from after that.
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

  /// Creates the file if missing. Errors: kCorruption (missing or too short, but there are logs;
  /// CURRENT is damaged); kIo.
  static Result<std::shared_ptr<SyncedMarks>> open(const std::string& directory, Opening opening);
  ~SyncedMarks();

  /// Brings the logs of a copy to stable storage as they are, and marks all of them and its manifest.
  /// Errors: kIo.
  static Result<void> mark_whole_files(const std::string& directory);

  /// Checks the logs and the manifest against the marks. Errors: kCorruption, with the file and the
  /// offset; kIo.
  Result<void> check_files() const;
  /// Afterwards there are marks only of logs that are there.
  void forget_missing_logs();
  /// To be called before a log is deleted. Returns when the disk has it.
  void forget(std::uint64_t number);

  /// The mark of a new log. Takes the place of the oldest one's.
  std::atomic<std::uint64_t>* start_log(std::uint64_t number);

  /// Makes room for the mark of a new manifest.
  void start_manifest(std::uint64_t number);
  /// So much of it is on stable storage.
  void mark_manifest(std::uint64_t number, std::uint64_t bytes);
  /// To be called before CURRENT names the new manifest. False: the marks are not on the disk.
  bool write_through();
  /// CURRENT names this manifest for good: marks of others go.
  void keep_manifest(std::uint64_t number);
  /// The same of the manifest that CURRENT names now. If it has no mark, it gets one that claims
  /// nothing. Errors: as current_manifest().
  Result<void> keep_current_manifest();

 private:
  struct Slot {
    std::atomic<std::uint64_t> number;
    std::atomic<std::uint64_t> bytes;
  };
  struct File {
    char title[16];
    Slot slots[kSlots];
    Slot manifests[2];
  };

  SyncedMarks(std::string directory, File* file) : directory_(std::move(directory)), file_(file) {}

  static void give(Slot& slot, std::uint64_t number);
  Result<void> check_logs() const;
  Result<void> check_manifest() const;
  std::string log_path(std::uint64_t number) const;

  const std::string directory_;
  File* file_;
  Mutex mutex_;  // of whoever gives a slot to another file
};

}  // namespace magneto::internal::storage
