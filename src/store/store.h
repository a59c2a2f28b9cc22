// SPDX-License-Identifier: Apache-2.0
//
// The store: items, index entries, change records and statistics of tables, on top of an engine's
// bytes. Every write is one `modify`, whatever it touches: an index never lags and a crash leaves all
// of it or nothing. Thread safe; views and arenas belong to the calling request.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/clock.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "derive/write_effect.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"
#include "value/encoded_item.h"

namespace magneto::store {

/// One item of one table, named by its key bytes (keys::item_key).
struct ItemRef {
  const catalog::Table* table;
  std::string_view key;
};

/// What a write does with one item.
struct ItemChange {
  enum class Kind : std::uint8_t { kNone, kPut, kErase };
  Kind kind = Kind::kNone;
  value::ItemView item;  ///< With kPut: the whole new item.
};

/// Sees the items as they are, says what becomes of each. May be called again: it starts from scratch.
/// An error leaves everything as it was and is returned by modify().
using DecideItems = FunctionRef<Result<void>(std::span<const std::optional<value::ItemView>> old,
                                             std::span<ItemChange> changes)>;

/// An idempotency record of a transaction (ClientRequestToken), in the same atomic write.
struct TokenRecord {
  std::string_view token;
  std::string_view request_digest;
  std::int64_t now_ms = 0;
};

struct Page {
  std::span<const value::ItemView> items;  ///< Copied to the arena; of an index: the projected entries.
  std::uint64_t scanned = 0;               ///< Items read, before the filter.
  std::uint64_t bytes = 0;                 ///< Item sizes read, before the filter.
  /// The item the page stopped behind, when it was cut by limit or size; for LastEvaluatedKey.
  std::optional<value::ItemView> last;
};

struct RangeRequest {
  const catalog::Table* table = nullptr;
  const catalog::Index* index = nullptr;  ///< Null: the table itself.
  keys::KeyRange range;                   ///< Already cut at the ExclusiveStartKey.
  bool backward = false;
  std::uint64_t limit = 0;                ///< Items read; 0 means no limit.
  std::uint64_t max_bytes = 1024 * 1024;  ///< Of item sizes read.
  /// Keeps or drops an item; and may replace it by its projection. Null: keep as it is.
  /// (returns nothing to drop it)
  const FunctionRef<std::optional<value::ItemView>(value::ItemView)>* select = nullptr;
  bool count_only = false;                ///< Count kept items, return none.
};

/// A consistent look at all tables: what was durable when it was made.
class Snapshot {
 public:
  Snapshot(storage::Engine& engine, storage::Blocking blocking);

  /// The item, copied to `arena`. Errors: kWouldBlock, kIo, kCorruption.
  Result<std::optional<value::ItemView>> get(Arena& arena, ItemRef ref);

  /// One page of a table or index. `kept` of the result counts are items.size() unless count_only.
  Result<Page> read_range(Arena& arena, const RangeRequest& request, std::uint64_t* kept);

 private:
  std::unique_ptr<storage::View> view_;
};

class Store {
 public:
  Store(storage::Engine& engine, const Clock& clock);

  Snapshot snapshot(storage::Blocking blocking);

  /// Reads the items, asks `decide`, and writes items, index entries, change records and statistics in
  /// one atomic batch. `items` must name each item once. Gives one effect per item, in order, with
  /// what the write costs the table and each index.
  /// Errors: decide's; kValidation when a new value does not fit an index key ("...Type mismatch for
  /// Index Key..."); kWouldBlock; kIo.
  Result<std::span<const derive::WriteEffect>> modify(Arena& arena, std::span<const ItemRef> items,
                                                      DecideItems decide, storage::Blocking blocking);

  /// modify() with a token: when the token is already known, decide is not called.
  enum class TokenState : std::uint8_t { kFirstUse, kReplay, kMismatch };
  struct TransactionResult {
    TokenState token = TokenState::kFirstUse;
    std::span<const derive::WriteEffect> effects;
  };
  Result<TransactionResult> modify_once(Arena& arena, const TokenRecord& token,
                                        std::span<const ItemRef> items, DecideItems decide,
                                        storage::Blocking blocking);

  storage::Engine& engine() { return engine_; }

 private:
  storage::Engine& engine_;
  const Clock& clock_;
};

}  // namespace magneto::store
