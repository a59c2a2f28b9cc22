// SPDX-License-Identifier: Apache-2.0
#include "jobs/expire_items.h"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "derive/expiry.h"
#include "store/record.h"

namespace magneto::internal::jobs {
namespace {

using storage::Blocking;
using storage::Family;

// Looked at in one step.
constexpr std::size_t kMostRead = 1024;
constexpr std::size_t kMostBytes = 1024 * 1024;

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

struct Chunk {
  std::vector<std::string> expired;
  std::string next;  ///< Where to go on; empty at the end.
};

Result<Chunk> read_chunk(const JobContext& work, const catalog::Table& table,
                         const std::string& from, const derive::ExpiryWindow& window) {
  Chunk chunk;
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, table.space);
  const std::string_view begin = from.empty() ? all.begin : std::string_view(from);
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kItems, begin, all.end});
  std::size_t bytes = 0;
  for (std::size_t read = 0; cursor->valid(); cursor->next(), ++read) {
    if (read == kMostRead || bytes >= kMostBytes || chunk.expired.size() == kChunkKeys) {
      chunk.next = cursor->key();
      return chunk;
    }
    bytes += cursor->value().size();
    MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item,
                             store::decode_record(cursor->value(), cursor->key()));
    if (window.contains(item, table.ttl_attribute)) chunk.expired.emplace_back(cursor->key());
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return chunk;
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

Result<std::uint64_t> expire_table(const JobContext& work, store::Store& store,
                                   const Target& target) {
  std::uint64_t erased = 0;
  std::string from;
  while (!work.stopped()) {
    const Step step(work);  // Steps aside when the table has been let go.
    const catalog::TablePtr table = find_table(work, target);
    if (!table) break;
    const derive::ExpiryWindow window(work.clock.now_ms());
    MAGNETO_ASSIGN_OR_RETURN(Chunk chunk, read_chunk(work, *table, from, window));
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t now_erased,
                             erase(store, *table, chunk.expired, window));
    erased += now_erased;
    if (chunk.next.empty()) break;
    from = std::move(chunk.next);
  }
  return erased;
}

}  // namespace

Result<std::uint64_t> expire_items(const JobContext& work, store::Store& store) {
  std::uint64_t erased = 0;
  for (const Target& target : find_targets(work)) {
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t of_table, expire_table(work, store, target));
    erased += of_table;
  }
  return erased;
}

}  // namespace magneto::internal::jobs
