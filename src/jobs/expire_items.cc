// SPDX-License-Identifier: Apache-2.0
#include "jobs/expire_items.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "derive/expiry.h"
#include "store/record.h"

namespace magneto::internal::jobs {
namespace {

// Looked at in one step.
constexpr store::ChunkSize kSearchedChunk{.records = 1024, .bytes = 1024 * 1024};

struct Target {
  std::string table;
  keys::SpaceId space;
};

std::vector<Target> find_targets(const JobContext& work) {
  std::vector<Target> targets;
  const auto tables = work.catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    if (!table->ttl_attribute.empty()) targets.push_back({name, table->space});
  }
  return targets;
}

// The newest version. Null when the table is gone, or keeps its items.
catalog::TablePtr find_table(const JobContext& work, const Target& target) {
  Result<catalog::TablePtr> found = work.catalog.find(target.table);
  if (!found.ok()) return nullptr;
  const bool same = (*found)->space == target.space && !(*found)->ttl_attribute.empty();
  return same ? *found : nullptr;
}

// The expired ones of the next items of the walk.
Result<std::vector<std::string>> next_expired(const JobContext& work, store::SpaceWalk& walk,
                                              const catalog::Table& table,
                                              const derive::ExpiryWindow& window) {
  std::vector<std::string> expired;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<store::WalkStep> {
    MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item, store::decode_record(record, key));
    if (window.contains(item, table.ttl_attribute)) expired.emplace_back(key);
    return expired.size() < kChunk.records ? store::WalkStep::kNext : store::WalkStep::kEndChunk;
  };
  MAGNETO_RETURN_IF_ERROR(work.store.newest_snapshot().walk(walk, kSearchedChunk, see));
  return expired;
}

Result<std::uint64_t> erase(store::Store& store, const catalog::Table& table,
                            const std::vector<std::string>& items,
                            const derive::ExpiryWindow& window) {
  if (items.empty()) return std::uint64_t{0};
  std::vector<store::ItemRef> refs;
  for (const std::string& key : items) refs.push_back({&table, key});
  std::uint64_t erased = 0;
  const auto decide = [&](std::span<const std::optional<value::ItemView>> old,
                          std::span<store::ItemChange> changes) -> Result<void> {
    erased = 0;
    for (std::size_t i = 0; i < old.size(); ++i) {
      if (!old[i] || !window.contains(*old[i], table.ttl_attribute)) continue;
      changes[i].kind = store::ItemChange::Kind::kErase;
      changes[i].origin = derive::ChangeOrigin::kExpiry;
      ++erased;
    }
    return {};
  };
  Arena arena;
  MAGNETO_RETURN_IF_ERROR(store.modify(arena, refs, decide, Blocking::kAllowed));
  return erased;
}

Result<std::uint64_t> expire_table(const JobContext& work, const Target& target) {
  std::uint64_t erased = 0;
  store::SpaceWalk walk = store::SpaceWalk::items(target.space);
  while (!walk.at_end() && !work.stopped()) {
    const Step step(work);  // Steps aside when the table has been let go.
    const catalog::TablePtr table = find_table(work, target);
    if (!table) break;
    const derive::ExpiryWindow window(work.clock.now_ms());
    MAGNETO_ASSIGN_OR_RETURN(const std::vector<std::string> expired,
                             next_expired(work, walk, *table, window));
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t now_erased,
                             erase(work.store, *table, expired, window));
    erased += now_erased;
  }
  return erased;
}

}  // namespace

Result<std::uint64_t> expire_items(const JobContext& work) {
  std::uint64_t erased = 0;
  for (const Target& target : find_targets(work)) {
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t of_table, expire_table(work, target));
    erased += of_table;
  }
  return erased;
}

}  // namespace magneto::internal::jobs
