// SPDX-License-Identifier: Apache-2.0
//
// Reading: single items, and pages of tables and indexes, as of one moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/arena.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/table.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"
#include "store/item_ref.h"
#include "store/space_counts.h"
#include "store/space_walk.h"
#include "store/vector_search.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

inline constexpr std::uint64_t kPageBytes = 1024 * 1024;

/// A Query's or Scan's page to read.
struct RangeRequest {
  const catalog::Table* table = nullptr;
  const catalog::Index* index = nullptr;  ///< Null: the table itself.
  keys::KeyRange range;                   ///< Already cut at the ExclusiveStartKey.
  bool backward = false;
  std::uint64_t limit = 0;  ///< Items read; 0: no limit.
  std::uint64_t max_bytes =
      kPageBytes;           ///< Of item sizes read; the item that reaches it belongs to the page.
  bool count_only = false;  ///< Count kept items, return none.
  /// Reads the whole item of each index entry from the table (attributes that a local index does
  /// not project). `select` sees the whole items.
  bool fetch_items = false;
  /// When reading ends with kWouldBlock: what takes longer is no work for an event loop (a long
  /// filter on many small items). It is looked at every few items.
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

/// Sees an item (or index entry) in place; says what the page keeps of it: nothing (filtered out),
/// the item itself, or something built in the page's arena (a projection).
using Select = FunctionRef<std::optional<value::ItemView>(value::ItemView item)>;

struct Page {
  std::span<const value::ItemView> items;  ///< What was kept, in order. In the arena.
  std::uint64_t count = 0;                 ///< How many were kept; items.size() unless count_only.
  std::uint64_t scanned = 0;               ///< How many were read, before the filter.
  std::uint64_t bytes = 0;           ///< Item sizes read from table or index, before the filter.
  std::uint64_t fetched_blocks = 0;  ///< With fetch_items: started 4 KB of each item fetched.
  /// LastEvaluatedKey: the key attributes of the item the page stopped behind, when it was cut by
  /// limit or size (also when nothing follows).
  std::optional<value::ItemView> last_evaluated_key;
};

/// A consistent look at all tables as of one moment. Belongs to one thread at a time.
class Snapshot {
 public:
  /// Made by Store::snapshot() and Store::newest_snapshot().
  explicit Snapshot(std::unique_ptr<storage::View> view) : view_(std::move(view)) {}

  /// The item, copied to `arena`. Errors: kWouldBlock, kIo, kCorruption.
  Result<std::optional<value::ItemView>> get(Arena& arena, ItemRef ref);

  /// One page. Stops at the limit, at max_bytes, or at the end of the range. Errors: as get().
  Result<Page> read_range(Arena& arena, const RangeRequest& request, Select select);
  /// Keeps every item.
  Result<Page> read_range(Arena& arena, const RangeRequest& request);

  /// The entries of a vector index that are nearest to a vector (store/vector_search.h).
  /// Errors: as get().
  Result<VectorHits> search_vectors(Arena& arena, const VectorRequest& request,
                                    VectorFilter filter) {
    return store::search_vectors(arena, *view_, request, filter);
  }

  /// Size of the item collection that `ref` belongs to, items and local index entries together,
  /// exact. Known only for tables with local indexes; one get. Errors: as get().
  Result<std::uint64_t> item_collection_bytes(ItemRef ref);

  /// The next chunk of a walk over a space (store/space_walk.h). Errors: as get(), and `see`'s.
  Result<void> walk(SpaceWalk& walk, const ChunkSize& size, SeeRecord see) {
    return walk_chunk(*view_, walk, size, see);
  }

  /// The stored counters of a table or an index. Errors: as get().
  Result<SpaceCounts> counters(keys::SpaceId space) { return read_counters(*view_, space); }

  /// How far some background work has come; nothing when it has not begun. Errors: as get().
  Result<std::optional<std::string>> progress(const std::string& key);

 private:
  std::unique_ptr<storage::View> view_;
};

}  // namespace magneto::internal::store
