// SPDX-License-Identifier: Apache-2.0
//
// The engine interface: ordered byte keys in a few families, one atomic and durable way to write,
// and consistent views to read. What the bytes mean is not known here. Every engine passes the
// contract tests in contract_test.h.
//
// Time of a write: `modify` applies it at once and returns; it is visible to later `modify` calls,
// but to views only once it is durable. Who must answer only after the disk has it asks
// `when_durable(last_commit())`. The same holds for an answer that only tells what `decide` saw (a
// condition that failed): what it saw may not be durable yet.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/blocking.h"
#include "base/function_ref.h"
#include "base/result.h"

namespace magneto::internal::storage {

/// Families are separate key spaces. The numbers are part of the stored format.
enum class Family : std::uint8_t {
  kCatalog = 0,  ///< Table descriptions, settings, pending jobs.
  kItems = 1,
  kIndexes = 2,
  kChanges = 3,   ///< Stream records.
  kCounters = 4,  ///< Item counts and sizes; written by add() only.
  kTokens = 5,    ///< Client request tokens of transactions.
};
inline constexpr int kFamilyCount = 6;

struct Key {
  Family family;
  std::string_view bytes;
};

using internal::Blocking;

/// The writes that one `modify` applies, all or nothing. Arguments are copied.
class Batch {
 public:
  virtual ~Batch() = default;
  virtual void put(Key key, std::string_view value) = 0;
  virtual void erase(Key key) = 0;
  /// Adds to a vector of signed 64-bit counters (a missing key or element counts as zero). Needs no
  /// read and no latch: concurrent adds to one key do not wait for each other. Sums wrap around.
  /// REQUIRES: family kCounters, at most 32 counters. get() gives the sums as counters.h writes
  /// them.
  virtual void add(Key key, std::span<const std::int64_t> deltas) = 0;
};

/// The values of the keys of a `modify`, in the order of the keys; nothing where there is none.
using Values = std::span<const std::optional<std::string_view>>;

/// Looks at the values, fills the batch. Pure but for what it captures: it may be called again
/// (from the start) after a conflict. An error leaves everything as it was and is returned by
/// `modify`. It runs while the keys are latched: it must be short and must not call modify.
using Decide = FunctionRef<Result<void>(Values values, Batch& batch)>;

/// A walk over a range of keys. Borrowed views are valid until the next call.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool valid() const = 0;
  virtual void next() = 0;
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  /// Why the cursor is not valid: the end of the range (ok), kWouldBlock, kIo or kCorruption.
  virtual Result<void> status() const = 0;
};

struct Range {
  Family family;
  std::string_view begin;  ///< Inclusive.
  std::string_view
      end;  ///< Exclusive. Empty: to the end of the family. Not above `begin`: nothing.
  bool backward = false;  ///< From the last key before `end` down to `begin`.
};

/// All that was durable at one moment. Not thread safe. Cursors must not outlive their view, nor
/// the view its engine. Meant to be short-lived: it keeps overwritten values from being dropped.
class View {
 public:
  virtual ~View() = default;
  /// The value, or nothing. The bytes are valid until the next get() on this view.
  /// Errors: kWouldBlock, kIo, kCorruption.
  virtual Result<std::optional<std::string_view>> get(Key key) = 0;
  /// A cursor on the first key of the range. `begin` and `end` are copied.
  virtual std::unique_ptr<Cursor> range(const Range& range) = 0;
};

/// A place in the log. Ordered.
using CommitPoint = std::uint64_t;

struct EngineStatistics {
  std::uint64_t bytes_on_disk = 0;
  std::uint64_t flushes = 0;       ///< fdatasync calls.
  std::uint64_t commits = 0;       ///< modify calls that wrote.
  std::uint64_t memory_bytes = 0;  ///< Memtables and cache.
  std::uint64_t would_block = 0;   ///< modify calls that answered kWouldBlock.
};

/// Whether the engine accepts writes.
struct EngineHealth {
  bool writable = true;
  std::string reason;          ///< Why not: the first error.
  bool may_resume = false;     ///< Writing begins again when the reason passes (a full disk).
  std::uint64_t failures = 0;  ///< How often writing has ended so far.
};

/// Where a verification stands.
struct VerifyProgress {
  std::string_view file;  ///< The file that is looked at next.
  std::uint64_t done_bytes;
  std::uint64_t total_bytes;
};

/// Thread safe.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Reads `keys` (which need not be sorted, and may repeat), calls `decide` with the newest
  /// values, and applies its batch atomically. Two modifies that share a key run one after the
  /// other; the batch may also write keys that are not in `keys` if no other writer can write the
  /// same ones. Values are valid during `decide`. An empty batch costs no write. Errors: decide's;
  /// kWouldBlock (only with Blocking::kNever; nothing was applied); kCorruption; kIo after which
  /// the engine accepts no writes until health() says so.
  virtual Result<void> modify(std::span<const Key> keys, Decide decide, Blocking blocking) = 0;

  /// What is durable now (with relaxed durability: what is newest now).
  virtual std::unique_ptr<View> view(Blocking blocking) = 0;
  /// What is newest now, durable or not: for background work that then goes through modify.
  virtual std::unique_ptr<View> newest_view() = 0;

  /// Erases everything from `begin` up to but not including `end`, and gives its space back. Made
  /// for what nobody reads or writes any more (a dropped table): cheap for whole files of data, and
  /// not atomic. What was there at the time of the call is gone afterwards, and after a crash too;
  /// views made before may see some of it. After an error, or a crash in between, any of it may
  /// still be there, in old versions too: drop it again. What is written into the range meanwhile
  /// may be erased or not. Waits for the disk. Errors: kIo, kCorruption.
  virtual Result<void> drop_range(Family family, std::string_view begin, std::string_view end) = 0;

  /// The place behind everything applied so far.
  virtual CommitPoint last_commit() const = 0;
  /// Calls `done` once all up to `point` is durable: at once on this thread if it is already, else
  /// on the engine's flush thread (it must be short and must not block). The argument says whether
  /// the flush succeeded (kIo).
  virtual void when_durable(CommitPoint point, std::function<void(const Result<void>&)> done) = 0;

  /// The place up to which everything is durable (and visible to new views). Cheap; never goes
  /// back. An event loop may keep its answers in a queue of its own, ordered by last_commit(), and
  /// send those up to here: cheaper than one when_durable() an answer. With relaxed durability
  /// always at least every last_commit() that was read before.
  virtual CommitPoint durable_commit() const = 0;
  /// Calls `listener` on the flush thread after each advance of durable_commit(), with the error
  /// when writing has ended (once; without one when it goes on). It must be short and must not block.
  /// Listeners stay for the engine's life. With relaxed durability only an error is ever told.
  using FlushListener = std::function<void(const Result<void>&)>;
  virtual void add_flush_listener(FlushListener listener) = 0;
  /// Waits for when_durable(last_commit()). Not on the flush thread.
  Result<void> flush();

  virtual EngineStatistics statistics() const = 0;

  /// Cheap.
  virtual EngineHealth health() const { return {}; }
  /// Calls `listener` when writing has ended, and when it goes on, on the thread that noticed. It
  /// must be short and must not block. Listeners stay for the engine's life.
  using HealthListener = std::function<void(const EngineHealth&)>;
  virtual void add_health_listener(HealthListener) {}

  /// Makes a copy of everything that is durable at the moment of the call, and perhaps of some later
  /// writes, in `directory`, which must not exist but whose parent must. Other calls go on
  /// meanwhile. The copy shares unchanged files with this engine where the file system can (hard
  /// links), and can be opened like any data directory. Waits for the disk. Errors:
  /// kInvalidArgument (the directory exists, or this engine has no files); kIo.
  virtual Result<void> copy_to(const std::string& directory);

  /// Reads all files and compares them with their checksums. Tells `progress` before each file;
  /// false from there stops. Gives what is damaged, one text a damage, with file and offset; nothing
  /// when all is right. Other calls go on meanwhile. Waits for the disk. Errors: kIo (what could not
  /// be looked at).
  virtual Result<std::vector<std::string>> verify(
      FunctionRef<bool(const VerifyProgress&)> progress);
};

}  // namespace magneto::internal::storage
