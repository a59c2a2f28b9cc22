// SPDX-License-Identifier: Apache-2.0
//
// The embedded engine: RocksDB in a directory of its own, or in memory.
//
//   auto engine = storage::open_rocksdb({.directory = "/var/lib/magneto"});
//   if (!engine.ok()) return std::move(engine).error();
//   (*engine)->modify(...);
//
// The directory holds RocksDB's files, FORMAT (version of what we store; also carries the lock that
// keeps a second process out), SYNCED (how much of each log file and of the manifest is on stable
// storage: see synced_marks.h) and RESERVE (room for a start on a full disk: reserve.h). Closing
// (the destructor) waits for the last flush.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "storage/engine.h"

namespace rocksdb {
class FileSystem;
}

namespace magneto::internal::storage {

enum class Durability : std::uint8_t {
  kSync,  ///< Views and when_durable() wait for fdatasync: nothing acknowledged is ever lost.
  /// They do not. A write is handed to the kernel before it returns, so the death of the process
  /// loses nothing; the disk has it within async_flush_ms, and at closing.
  kAsync,
};

struct RocksdbOptions {
  /// Created if missing (its parent must exist). Empty: everything in memory, and gone at closing.
  std::string directory = {};
  Durability durability = Durability::kSync;
  /// Uncompressed blocks of table files. Taken as needed. More for data larger than this.
  std::size_t cache_bytes = 128 << 20;
  /// What items and index entries gather in memory, each, before a table file is written. Larger:
  /// fewer and larger compactions, longer recovery after a crash (about a second for 100 MB).
  std::size_t write_buffer_bytes = 64 << 20;
  /// How large a table file becomes before the next one is begun.
  std::size_t table_file_bytes = 64 << 20;
  int async_flush_ms = 100;
  /// After an error of the disk: how often it is looked whether writing can go on.
  int resume_interval_ms = 500;
  /// Opens also when a log file, the manifest's end, or the record of what was synced of them is
  /// missing or damaged: what only that file held, or only the lost end named, is lost. The rest need
  /// not agree with itself.
  bool accept_lost_log = false;
  /// For tests that inject faults: instead of the system's. Must outlive the engine.
  ::rocksdb::FileSystem* file_system = nullptr;
};

/// Opens or creates. Errors: kInvalidArgument (the directory is in use by another process, was
/// written by a newer version, holds something else, or cannot be created); kCorruption (damaged
/// files; of a log file: name and offset), also when a file is missing; kIo.
Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options);

/// What other engines do not count.
struct RocksdbFigures {
  std::uint64_t log_bytes = 0;  ///< Of the log files: what the next start may have to read.
  /// How often a family's writers were slowed down or stopped, for table files were written or
  /// compacted too slowly.
  std::uint64_t stalls = 0;
  std::uint64_t stalled_families = 0;  ///< Those of which this is so now.
};

/// Nothing when the engine is of another kind.
std::optional<RocksdbFigures> rocksdb_figures(const Engine& engine);

}  // namespace magneto::internal::storage
