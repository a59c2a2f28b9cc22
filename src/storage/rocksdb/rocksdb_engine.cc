// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_engine.h"

#include <rocksdb/convenience.h>

#include <system_error>

#include "storage/rocksdb/database.h"
#include "storage/rocksdb/group_commit.h"
#include "storage/rocksdb/row_latches.h"
#include "storage/rocksdb/snapshots.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/view.h"
#include "storage/rocksdb/write_batch.h"
#include "storage/rocksdb/write_scratch.h"

namespace magneto::internal::storage {
namespace {

// Keys that drop_range() erases with one write.
constexpr int kErasedAtOnce = 1000;

class RocksdbEngine : public Engine {
 public:
  RocksdbEngine(const RocksdbOptions& options, std::unique_ptr<Database> database)
      : in_memory_(options.directory.empty()),
        relaxed_(in_memory_ || options.durability == Durability::kAsync),
        database_(std::move(database)),
        snapshots_(std::make_shared<Snapshot>(database_->db())),
        commit_(*database_, snapshots_,
                {options.durability, /*has_log=*/!in_memory_, options.async_flush_ms,
                 options.resume_interval_ms}) {
    database_->background_errors().set_handler([this](const ::rocksdb::Status& status) {
      commit_.fail(to_error(status, "writing a table file"));
    });
  }

  ~RocksdbEngine() override {
    database_->background_errors().set_handler({});
    commit_.stop();
    snapshots_.clear();
  }

  Result<void> modify(std::span<const Key> keys, Decide decide, Blocking blocking) override;
  std::unique_ptr<View> view(Blocking blocking) override;
  std::unique_ptr<View> newest_view() override;
  Result<void> drop_range(Family family, std::string_view begin, std::string_view end) override;

  CommitPoint last_commit() const override { return database_->db().GetLatestSequenceNumber(); }
  CommitPoint durable_commit() const override { return commit_.durable_commit(); }
  void when_durable(CommitPoint point, std::function<void(const Result<void>&)> done) override {
    commit_.when_durable(point, std::move(done));
  }
  void add_flush_listener(FlushListener listener) override {
    commit_.add_listener(std::move(listener));
  }
  EngineStatistics statistics() const override;
  RocksdbFigures figures() const { return database_->figures(); }
  EngineHealth health() const override { return commit_.health(); }
  void add_health_listener(HealthListener listener) override {
    commit_.add_health_listener(std::move(listener));
  }
  Result<void> copy_to(const std::string& directory) override {
    return database_->copy_to(directory);
  }
  Result<std::vector<std::string>> verify(
      FunctionRef<bool(const VerifyProgress&)> progress) override {
    return database_->verify(progress);
  }

 private:
  Result<void> modify_latched(std::span<const Key> keys, Decide decide, Blocking blocking);
  Result<void> write(::rocksdb::WriteBatch& batch, Blocking blocking);
  Result<void> erase_some(Family family, Cursor& keys);
  Result<void> would_block();

  const bool in_memory_;
  const bool relaxed_;
  std::unique_ptr<Database> database_;
  RowLatches latches_;
  SnapshotPublisher snapshots_;
  GroupCommit commit_;
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> would_block_{0};
};

Result<void> RocksdbEngine::would_block() {
  would_block_.fetch_add(1, std::memory_order_relaxed);
  return Error(ErrorCode::kWouldBlock, {});
}

Result<void> RocksdbEngine::modify(std::span<const Key> keys, Decide decide, Blocking blocking) {
  MAGNETO_RETURN_IF_ERROR(commit_.writable());
  LatchedKeys latched(latches_);
  if (!latched.lock(keys, blocking)) return would_block();
  return modify_latched(keys, decide, blocking);
}

Result<void> RocksdbEngine::modify_latched(std::span<const Key> keys, Decide decide,
                                           Blocking blocking) {
  WriteScratch::Use scratch(WriteScratch::of_this_thread());
  const ::rocksdb::Status read =
      scratch->read(database_->db(), database_->families(), blocking, keys);
  if (read.IsIncomplete()) return would_block();
  if (!read.ok()) return to_error(read, "reading for a write");

  RocksdbBatch batch(database_->families(), scratch->batch());
  MAGNETO_RETURN_IF_ERROR(decide(scratch->values(), batch));
  MAGNETO_RETURN_IF_ERROR(batch.status());
  if (scratch->batch().Count() == 0) return {};
  return write(scratch->batch(), blocking);
}

Result<void> RocksdbEngine::write(::rocksdb::WriteBatch& batch, Blocking blocking) {
  ::rocksdb::WriteOptions options;
  options.disableWAL = in_memory_;
  options.no_slowdown = blocking == Blocking::kNever;
  const ::rocksdb::Status status = database_->db().Write(options, &batch);
  if (status.IsIncomplete()) return would_block();
  if (!status.ok()) {
    Error error = to_error(status, "writing");
    commit_.fail(error);
    return error;
  }
  commits_.fetch_add(1, std::memory_order_relaxed);
  commit_.written();
  return {};
}

std::unique_ptr<View> RocksdbEngine::view(Blocking blocking) {
  return make_view(database_->db(), database_->families(),
                   relaxed_ ? snapshots_.newest(database_->db()) : snapshots_.current(), blocking);
}

std::unique_ptr<View> RocksdbEngine::newest_view() {
  return make_view(database_->db(), database_->families(),
                   std::make_shared<Snapshot>(database_->db()), Blocking::kAllowed);
}

// RocksDB's own range deletions are not used: with them a read may lose errors. See
// docs/decisions/would-block.md.
Result<void> RocksdbEngine::drop_range(Family family, std::string_view begin,
                                       std::string_view end) {
  if (!end.empty() && begin >= end) return {};
  MAGNETO_RETURN_IF_ERROR(commit_.writable());
  const ::rocksdb::Slice first(begin.data(), begin.size());
  const ::rocksdb::Slice last(end.data(), end.size());
  const ::rocksdb::Status status = ::rocksdb::DeleteFilesInRange(
      &database_->db(), database_->families()[family], &first, end.empty() ? nullptr : &last,
      /*include_end=*/false);
  if (!status.ok()) return to_error(status, "dropping a range");

  const std::unique_ptr<View> view = newest_view();
  const std::unique_ptr<Cursor> rest = view->range({family, begin, end});
  while (rest->valid()) MAGNETO_RETURN_IF_ERROR(erase_some(family, *rest));
  MAGNETO_RETURN_IF_ERROR(rest->status());
  return flush();
}

/// Erases the next keys at the cursor.
Result<void> RocksdbEngine::erase_some(Family family, Cursor& keys) {
  const auto erase = [&](Values, Batch& batch) -> Result<void> {
    for (int count = 0; count < kErasedAtOnce && keys.valid(); ++count, keys.next()) {
      batch.erase({family, keys.key()});
    }
    return {};
  };
  return modify({}, erase, Blocking::kAllowed);
}

EngineStatistics RocksdbEngine::statistics() const {
  EngineStatistics statistics = database_->statistics();
  statistics.flushes = commit_.flushes();
  statistics.commits = commits_.load(std::memory_order_relaxed);
  statistics.would_block = would_block_.load(std::memory_order_relaxed);
  return statistics;
}

}  // namespace

std::optional<RocksdbFigures> rocksdb_figures(const Engine& engine) {
  const auto* rocksdb = dynamic_cast<const RocksdbEngine*>(&engine);
  if (rocksdb == nullptr) return std::nullopt;
  return rocksdb->figures();
}

Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options) {
  MAGNETO_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::open(options));
  try {
    return std::unique_ptr<Engine>(std::make_unique<RocksdbEngine>(options, std::move(database)));
  } catch (const std::system_error& error) {  // no thread to be had
    return Error(ErrorCode::kIo, std::string("opening the engine: ") + error.what());
  }
}

}  // namespace magneto::internal::storage
