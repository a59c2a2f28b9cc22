// SPDX-License-Identifier: Apache-2.0
//
// Database: everything below the network as one object: engine, catalog, store, background work, and
// the threads that wait for the disk. A process may have several.
//
//   MAGNETO_ASSIGN_OR_RETURN(auto database, Database::open({}));         // in memory
//   Answer answer = database->call("DynamoDB_20120810.ListTables", "{}");
//   // answer.status == 200, answer.body == R"({"TableNames":[]})"
//
// Who calls is not asked: authentication is the server's business.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "database/blocking_pool.h"
#include "database/engine_monitor.h"
#include "database/flush_notifier.h"
#include "objects/object_store.h"
#include "operations/core/context.h"
#include "operations/core/throttle.h"
#include "storage/engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::database {

struct Options {
  /// Where the data is. Empty: in memory, and gone with the Database.
  std::string directory = {};
  storage::Durability durability = storage::Durability::kSync;
  std::size_t cache_bytes = 256 << 20;  ///< Blocks read from disk and kept.
  /// What gathers in memory before it goes to a table file, and how large such a file becomes.
  std::size_t write_buffer_bytes = 64 << 20;
  std::size_t table_file_bytes = 64 << 20;
  /// Opens also when a log file is missing or damaged (storage/rocksdb/rocksdb_engine.h).
  bool accept_lost_log = false;
  /// Makes the engine instead; what stands above is not used then.
  std::function<Result<std::unique_ptr<storage::Engine>>()> open_engine = {};
  /// Where buckets of Amazon S3 are folders (objects/directory_store.h). Empty: `s3` in the data
  /// directory; in memory there are none.
  std::string s3_directory = {};
  /// Makes the store of buckets instead, as `buckets` tells those who look for theirs.
  std::function<Result<std::unique_ptr<objects::ObjectStore>>()> open_objects = {};
  std::string buckets = {};

  std::string region = "us-east-1";
  std::string account = "000000000000";
  /// Host and port that DescribeEndpoints answers to calls of Database::call.
  std::string host = "localhost";
  checks::Wording wording = checks::Wording::kPresent;
  /// Refuses transactions that meet another write of their items, and single writes that meet a
  /// transaction, as the service does; else they wait for each other.
  bool refuse_conflicts = false;
  std::vector<operations::TableLimit> throttle = {};  ///< Tables whose throughput really limits.

  const Clock* clock = &system_clock();
  Random* random = &system_random();  ///< For identifiers.
  /// Told what the operator should know, one line at a time, on any thread. Empty: standard error.
  std::function<void(const std::string& line)> log = {};

  BlockingPool::Options blocking = {};   ///< For operations that wait for the disk.
  std::int64_t transition_delay_ms = 0;  ///< How long a table says CREATING or UPDATING at least.
  std::int64_t expiry_interval_ms = 60'000;  ///< Between two searches for expired items.
};

/// Bodies that are larger are not worked on by an event loop: reading one of 16 MB, or sorting a set
/// of a million members that it holds, keeps a thread busy for a second.
inline constexpr std::size_t kLargestBodyOnLoop = 256 * 1024;

/// What the server sends: of an error, its HTTP status and its body.
struct Answer {
  int status = 200;
  std::string body;

  bool ok() const { return status == 200; }
};

/// Thread safe.
class Database {
 public:
  /// Errors: kInvalidArgument (a data directory that another process holds, ...), kIo, kCorruption.
  static Result<std::unique_ptr<Database>> open(Options options);

  /// Finishes all calls that have begun (their `done` is called), then stops the background work,
  /// flushes and closes. Must not run inside a `done`.
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  using Done = std::function<void(Answer answer)>;

  /// Runs the operation with this X-Amz-Target on a JSON body, which is copied. Never waits: what
  /// memory cannot answer runs on a thread of the database's own. `done` is called once, when all
  /// that the answer says is durable: on this thread, before the call returns, or on a thread of the
  /// database. It may call the database again, but must not wait for anything.
  void call(std::string_view target, std::string_view body, Done done);

  /// The same on this thread, which may wait for the disk.
  Answer call(std::string_view target, std::string_view body);

  // For the server, which runs operations on its event loops.
  operations::Services& services();
  EngineMonitor engine();
  BlockingPool& pool();
  const std::shared_ptr<FlushNotifier>& flush_notifier();
  /// How often a background job has failed.
  std::uint64_t background_failures() const;

  /// Waits until the background work that there was when it was called is done. For tests.
  void wait_until_idle();

 private:
  struct Parts;
  class PendingCall;
  explicit Database(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace magneto::internal::database
