// SPDX-License-Identifier: Apache-2.0
//
// For tests: a store over an engine in memory, a catalog, and short ways to write and to look.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "catalog/catalog.h"
#include "catalog/counter_keys.h"
#include "derive/test_tables.h"
#include "keys/key_bytes.h"
#include "storage/counters.h"
#include "store/record.h"
#include "store/store.h"
#include "store/test_store.h"

namespace magneto::internal::store {

class StoreFixture : public ::testing::Test {
 protected:
  catalog::TablePtr create(catalog::Table table) {
    return catalog->create(std::move(table)).value();
  }

  value::ItemView item(const TestAttributes& attributes) { return test_item(arena, attributes); }

  ItemRef ref(const catalog::TablePtr& table, value::ItemView key) {
    return {table.get(), keys::item_key(arena, table->space, table->schema, key)};
  }

  Result<derive::WriteEffect> change(const catalog::TablePtr& table, value::ItemView key,
                                     ItemChange change) {
    const ItemRef one = ref(table, key);
    auto effects = store.modify(
        arena, {&one, 1},
        [&](auto, std::span<ItemChange> changes) -> Result<void> {
          changes[0] = change;
          return {};
        },
        storage::Blocking::kAllowed);
    if (!effects.ok()) return std::move(effects).error();
    return (*effects)[0];
  }
  Result<derive::WriteEffect> put(const catalog::TablePtr& table, value::ItemView item) {
    return change(table, item, {ItemChange::Kind::kPut, item});
  }
  Result<derive::WriteEffect> erase(const catalog::TablePtr& table, value::ItemView key) {
    return change(table, key, {ItemChange::Kind::kErase, {}});
  }

  /// Of what is durable after everything written so far.
  Snapshot snapshot() {
    EXPECT_TRUE(engine->flush().ok());
    return store.snapshot(storage::Blocking::kAllowed);
  }
  std::optional<value::ItemView> get(const catalog::TablePtr& table, value::ItemView key) {
    return snapshot().get(arena, ref(table, key)).value();
  }

  /// All of a table or, with its name, an index, in key order.
  std::vector<value::ItemView> all(const catalog::TablePtr& table, std::string_view index = {}) {
    RangeRequest request;
    request.table = table.get();
    request.index = index.empty() ? nullptr : table->find_index(index);
    const keys::SpaceId space = request.index ? request.index->space : table->space;
    request.range = keys::whole_space(arena, space);
    request.max_bytes = UINT64_MAX;
    const Page page = snapshot().read_range(arena, request).value();
    return {page.items.begin(), page.items.end()};
  }

  /// Stored counters of a space.
  std::pair<std::int64_t, std::int64_t> counters(keys::SpaceId space) {
    EXPECT_TRUE(engine->flush().ok());
    const auto view = engine->view(storage::Blocking::kAllowed);
    const catalog::SpaceCounterKey key(space);
    const auto stored = view->get({storage::Family::kCounters, key.bytes()}).value();
    if (!stored) return {0, 0};
    return {storage::counter_at(*stored, 0), storage::counter_at(*stored, 1)};
  }

  static std::pair<std::int64_t, std::int64_t> live(const catalog::Statistics& statistics) {
    return {statistics.items.load(), statistics.bytes.load()};
  }

  TestClock clock;
  TestStore opened{clock};
  const std::unique_ptr<storage::Engine>& engine = opened.engine;
  const std::unique_ptr<catalog::Catalog>& catalog = opened.catalog;
  Store& store = opened.store;
  Arena arena;
};

}  // namespace magneto::internal::store
