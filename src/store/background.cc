// SPDX-License-Identifier: Apache-2.0
//
// What the store does for background work.
#include <optional>
#include <utility>
#include <vector>

#include "derive/index_entry.h"
#include "derive/vector_entry.h"
#include "store/change_record.h"
#include "store/index_records.h"
#include "store/record.h"
#include "store/store.h"
#include "store/token.h"

namespace magneto::internal::store {
namespace {

using storage::Batch;
using storage::Family;
using storage::Key;
using storage::Values;

// Erased in one modification.
constexpr std::size_t kMostTokens = 32;

void put_entry(Arena& arena, const NewIndex& index, value::ItemView item, Batch& batch) {
  if (index.index != nullptr) {
    const auto entry = derive::index_entry(arena, *index.table, *index.index, item);
    if (entry) put_index_entry(arena, *entry, batch);
    return;
  }
  const auto entry = derive::vector_entry(arena, *index.table, *index.vector_index, item);
  if (entry) put_vector_entry(arena, *entry, batch);
}

Result<bool> is_expired(std::string_view record, std::int64_t now_ms) {
  MAGNETO_ASSIGN_OR_RETURN(const StoredToken token, decode_token(record));
  return token.expired(now_ms);
}

}  // namespace

Result<void> Store::erase_space(catalog::SpaceKind kind, keys::SpaceId space) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  return engine_.drop_range(catalog::family_of(kind), all.begin, all.end);
}

Result<void> Store::drop_space(catalog::SpaceKind kind, keys::SpaceId space) {
  MAGNETO_RETURN_IF_ERROR(erase_space(kind, space));
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  return engine_.drop_range(Family::kCounters, all.begin, all.end);
}

Result<void> Store::copy_items(Snapshot& from, SpaceWalk& walk, const ChunkSize& size,
                               keys::SpaceId to) {
  std::vector<std::pair<std::string, std::string>> items;
  const auto copy = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    items.emplace_back(keys::in_space(key, to), record);
    return WalkStep::kNext;
  };
  MAGNETO_RETURN_IF_ERROR(from.walk(walk, size, copy));
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    for (const auto& [key, record] : items) batch.put({Family::kItems, key}, record);
    return {};
  };
  return engine_.modify({}, write, Blocking::kAllowed);
}

Result<void> Store::fill_index(const NewIndex& index, std::span<const std::string> item_keys,
                               const std::string& progress_key) {
  if (item_keys.empty()) return {};
  std::vector<Key> keys;
  for (const std::string& key : item_keys) keys.push_back({Family::kItems, key});
  const auto write = [&](Values values, Batch& batch) -> Result<void> {
    Arena arena;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      MAGNETO_ASSIGN_OR_RETURN(const value::ItemView item, decode_record(*values[i], item_keys[i]));
      put_entry(arena, index, item, batch);
    }
    batch.put({Family::kCatalog, progress_key}, item_keys.back());
    return {};
  };
  return engine_.modify(keys, write, Blocking::kAllowed);
}

Result<void> Store::correct_counters(keys::SpaceId space, const SpaceCounts& difference,
                                     catalog::Statistics& live) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    add_to_counters(batch, space, difference);
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(engine_.modify({}, write, Blocking::kAllowed));
  add_to_statistics(live, difference);
  return {};
}

Result<bool> Store::has_changes(keys::SpaceId space, ChangeNumber begin, ChangeNumber end) {
  SpaceWalk walk = SpaceWalk::changes(space, begin, end);
  const auto see = [](auto, auto) -> Result<WalkStep> { return WalkStep::kEndChunk; };
  MAGNETO_RETURN_IF_ERROR(newest_snapshot().walk(walk, {.records = 1}, see));
  return !walk.last_key().empty();
}

Result<void> Store::drop_changes(keys::SpaceId space, ChangeNumber end) {
  MAGNETO_ASSIGN_OR_RETURN(const bool any, has_changes(space, 0, end));
  if (!any) return {};
  return engine_.drop_range(Family::kChanges, ChangeKey(space, 0).bytes(),
                            ChangeKey(space, end).bytes());
}

// Looks again under the latch: a token may just have been used anew.
Result<std::uint64_t> Store::erase_expired_tokens(SpaceWalk& walk, const ChunkSize& size) {
  const std::int64_t now_ms = clock_.now_ms();
  std::vector<std::string> expired;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    MAGNETO_ASSIGN_OR_RETURN(const bool old, is_expired(record, now_ms));
    if (old) expired.emplace_back(key);
    return expired.size() < kMostTokens ? WalkStep::kNext : WalkStep::kEndChunk;
  };
  MAGNETO_RETURN_IF_ERROR(newest_snapshot().walk(walk, size, see));
  if (expired.empty()) return std::uint64_t{0};

  std::vector<Key> keys;
  for (const std::string& token : expired) keys.push_back({Family::kTokens, token});
  std::uint64_t erased = 0;
  const auto write = [&](Values values, Batch& batch) -> Result<void> {
    erased = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      MAGNETO_ASSIGN_OR_RETURN(const bool old, is_expired(*values[i], now_ms));
      if (!old) continue;
      batch.erase(keys[i]);
      ++erased;
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(engine_.modify(keys, write, Blocking::kAllowed));
  return erased;
}

Result<void> Store::write_progress(const std::string& key, std::string_view progress) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.put({Family::kCatalog, key}, progress);
    return {};
  };
  return engine_.modify({}, write, Blocking::kAllowed);
}

Result<void> Store::forget_progress(const std::string& key) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.erase({Family::kCatalog, key});
    return {};
  };
  return engine_.modify({}, write, Blocking::kAllowed);
}

}  // namespace magneto::internal::store
