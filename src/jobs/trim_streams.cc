// SPDX-License-Identifier: Apache-2.0
#include "jobs/trim_streams.h"

#include <algorithm>
#include <string>
#include <vector>

#include "derive/shards.h"

namespace magneto::internal::jobs {
namespace {

bool is_over(const catalog::Stream& stream, std::int64_t now_ms) {
  return !stream.enabled() && now_ms - stream.disabled_ms >= catalog::kStreamRetention_ms;
}

struct Found {
  std::vector<keys::SpaceId> streams;  // All of them.
  std::vector<std::string> tables;     // With streams that are over.
  std::vector<keys::SpaceId> removed;  // Removed tables with such.
};

bool add_streams(const catalog::Table& table, std::int64_t now_ms, Found& found) {
  bool over = false;
  for (const catalog::Stream& stream : table.streams) {
    found.streams.push_back(stream.space);
    over = over || is_over(stream, now_ms);
  }
  return over;
}

Found find_streams(const JobContext& work, std::int64_t now_ms) {
  Found found;
  const auto tables = work.catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    if (add_streams(*table, now_ms, found)) found.tables.push_back(name);
  }
  for (const auto& table : work.catalog.removed_tables()) {
    if (add_streams(*table, now_ms, found)) found.removed.push_back(table->space);
  }
  return found;
}

// Their records are dropped like those of everything that is removed.
Result<void> forget_streams(const JobContext& work, const Found& found, std::int64_t now_ms) {
  const auto forget = [&](catalog::Table& table) -> Result<void> {
    std::erase_if(table.streams,
                  [&](const catalog::Stream& stream) { return is_over(stream, now_ms); });
    return {};
  };
  for (const std::string& name : found.tables) {
    auto done = work.catalog.update(name, forget);
    if (!done.ok() && done.error().code() != ErrorCode::kResourceNotFound) {
      return std::move(done).error();
    }
  }
  for (const keys::SpaceId space : found.removed) {
    MAGNETO_RETURN_IF_ERROR(work.catalog.update_removed(space, forget));
  }
  return {};
}

}  // namespace

Result<void> trim_streams(const JobContext& work) {
  const std::int64_t now_ms = work.clock.now_ms();
  const Found found = find_streams(work, now_ms);
  const derive::ChangeNumber horizon = derive::trim_horizon(now_ms);
  for (const keys::SpaceId space : found.streams) {
    if (work.stopped()) return {};
    const Step step(work);
    MAGNETO_RETURN_IF_ERROR(work.store.drop_changes(space, horizon));
  }
  return forget_streams(work, found, now_ms);
}

}  // namespace magneto::internal::jobs
