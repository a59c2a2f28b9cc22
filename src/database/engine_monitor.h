// SPDX-License-Identifier: Apache-2.0
//
// EngineMonitor: what those above the database may ask of its engine. Its health, its figures, how
// far its log is on the disk, a copy of its data: nothing that shows data or changes it.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "storage/engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::database {

/// A reference: cheap to copy, valid as long as the engine is. Thread safe. Its functions are the
/// engine's, see storage/engine.h.
class EngineMonitor {
 public:
  using HealthListener = storage::Engine::HealthListener;

  explicit EngineMonitor(storage::Engine& engine) : engine_(&engine) {}

  storage::CommitPoint last_commit() const { return engine_->last_commit(); }
  storage::CommitPoint durable_commit() const { return engine_->durable_commit(); }
  storage::EngineHealth health() const { return engine_->health(); }
  void add_health_listener(HealthListener listener) {
    engine_->add_health_listener(std::move(listener));
  }
  storage::EngineStatistics statistics() const { return engine_->statistics(); }
  std::optional<storage::RocksdbFigures> rocksdb_figures() const {
    return storage::rocksdb_figures(*engine_);
  }
  Result<void> copy_to(const std::string& directory) const { return engine_->copy_to(directory); }

 private:
  storage::Engine* engine_;
};

}  // namespace magneto::internal::database
