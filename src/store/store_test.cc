// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/store_fixture.h"
#include "store/token.h"
#include "value/item_size.h"

namespace magneto::internal::store {
namespace {

using storage::Blocking;
using value::ItemView;

class StoreTest : public StoreFixture {
 protected:
  StoreTest() {
    catalog::Table table = test_table("Music", {s("p")}, {s("r")});
    add_index(table, "local", {s("p")}, {s("l")}, keys_only(), true);
    add_index(table, "global", {s("g")}, {}, include({"x"}));
    music = create(std::move(table));
    plain = create(test_table("Plain", {s("p")}, {}));
  }

  std::int64_t size(ItemView item) { return static_cast<std::int64_t>(value::item_size(item)); }

  catalog::TablePtr music;
  catalog::TablePtr plain;
};

TEST_F(StoreTest, AnItemIsReadAsItWasPut) {
  const ItemView one = item({{"p", "S:a"}, {"n", "N:1.5"}});
  ASSERT_TRUE(put(plain, one).ok());
  EXPECT_EQ(get(plain, one), one);
  EXPECT_EQ(get(plain, item({{"p", "S:b"}})), std::nullopt);
}

TEST_F(StoreTest, AWriteIsVisibleToSnapshotsMadeAfterItIsDurableAndNotBefore) {
  Snapshot before = snapshot();
  const ItemView one = item({{"p", "S:a"}});
  ASSERT_TRUE(put(plain, one).ok());
  EXPECT_EQ(before.get(arena, ref(plain, one)).value(), std::nullopt);
  EXPECT_EQ(get(plain, one), one);
}

TEST_F(StoreTest, AnErasedItemLeavesNothingBehind) {
  const ItemView one = item({{"p", "S:a"}, {"r", "S:b"}, {"l", "S:l"}, {"g", "S:g"}});
  ASSERT_TRUE(put(music, one).ok());
  EXPECT_EQ(all(music, "global").size(), 1u);
  const auto effect = erase(music, one).value();
  EXPECT_EQ(effect.old_bytes, value::item_size(one));
  EXPECT_EQ(effect.new_bytes, 0u);
  EXPECT_EQ(effect.index_costs.size(), 2u);
  EXPECT_TRUE(all(music).empty());
  EXPECT_TRUE(all(music, "local").empty());
  EXPECT_TRUE(all(music, "global").empty());
  EXPECT_EQ(counters(music->space), std::pair(std::int64_t{0}, std::int64_t{0}));
}

TEST_F(StoreTest, IndexEntriesFollowTheItem) {
  ASSERT_TRUE(put(music, item({{"p", "S:a"}, {"r", "S:b"}, {"l", "S:l"}, {"g", "S:g"}})).ok());
  EXPECT_EQ(all(music, "local"), std::vector{item({{"p", "S:a"}, {"r", "S:b"}, {"l", "S:l"}})});
  EXPECT_EQ(all(music, "global"), std::vector{item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:g"}})});

  ASSERT_TRUE(put(music, item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:h"}, {"x", "N:1"}})).ok());
  EXPECT_TRUE(all(music, "local").empty());
  EXPECT_EQ(all(music, "global"),
            std::vector{item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:h"}, {"x", "N:1"}})});
}

TEST_F(StoreTest, DecideSeesWhatIsThereAndItsErrorLeavesEverythingAsItWas) {
  const ItemView one = item({{"p", "S:a"}, {"n", "N:1"}});
  ASSERT_TRUE(put(plain, one).ok());
  const ItemRef refs[] = {ref(plain, one), ref(plain, item({{"p", "S:b"}}))};
  const auto refused = store.modify(
      arena, refs,
      [&](auto old, std::span<ItemChange> changes) -> Result<void> {
        EXPECT_EQ(old[0], one);
        EXPECT_EQ(old[1], std::nullopt);
        changes[0].kind = ItemChange::Kind::kErase;
        changes[1] = {ItemChange::Kind::kPut, item({{"p", "S:b"}})};
        return Error(ErrorCode::kConditionalCheckFailed, "no");
      },
      Blocking::kAllowed);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(all(plain), std::vector{one});
  EXPECT_EQ(live(*plain->statistics), std::pair(std::int64_t{1}, size(one)));
}

TEST_F(StoreTest, AValueThatFitsNoIndexLeavesTheWholeTransactionUndone) {
  const ItemView good = item({{"p", "S:b"}});
  const ItemView bad = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "N:1"}});
  const ItemRef refs[] = {ref(plain, good), ref(music, bad)};
  const auto refused = store.modify(
      arena, refs,
      [&](auto, std::span<ItemChange> changes) -> Result<void> {
        changes[0] = {ItemChange::Kind::kPut, good};
        changes[1] = {ItemChange::Kind::kPut, bad};
        return {};
      },
      Blocking::kAllowed);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), ErrorCode::kValidation);
  EXPECT_TRUE(all(plain).empty());
  EXPECT_EQ(live(*plain->statistics), std::pair(std::int64_t{0}, std::int64_t{0}));
}

TEST_F(StoreTest, AnItemThatStaysIsChargedAndNotWritten) {
  const ItemView one = item({{"p", "S:a"}, {"t", "S:" + std::string(1500, 'x')}});
  ASSERT_TRUE(put(plain, one).ok());
  const storage::CommitPoint point = engine->last_commit();
  EXPECT_EQ(put(plain, one)->table_units, 2);
  EXPECT_EQ(change(plain, one, {})->table_units, 2);
  EXPECT_EQ(erase(plain, item({{"p", "S:none"}}))->table_units, 1);
  EXPECT_EQ(engine->last_commit(), point);
}

TEST_F(StoreTest, CountersAndLiveStatisticsAreExact) {
  const ItemView one = item({{"p", "S:a"}, {"r", "S:1"}, {"g", "S:g"}, {"y", "S:yy"}});
  const ItemView two = item({{"p", "S:a"}, {"r", "S:2"}, {"l", "S:l"}});
  ASSERT_TRUE(put(music, one).ok());
  ASSERT_TRUE(put(music, two).ok());
  const auto expected = std::pair(std::int64_t{2}, size(one) + size(two));
  EXPECT_EQ(live(*music->statistics), expected);
  EXPECT_EQ(counters(music->space), expected);
  const catalog::Index* global = music->find_index("global");
  const auto entry = std::pair(std::int64_t{1}, size(one) - 3);  // Without y.
  EXPECT_EQ(live(*global->statistics), entry);
  EXPECT_EQ(counters(global->space), entry);
}

TEST_F(StoreTest, ABatchWritesEachCounterOnceAndCountsAllTables) {
  std::vector<catalog::TablePtr> tables;
  for (int i = 0; i < 12; ++i) {
    tables.push_back(create(test_table("counted" + std::to_string(i), {s("p")}, {})));
  }
  std::vector<ItemRef> refs;
  std::vector<ItemChange> puts;
  for (int i = 0; i < 60; ++i) {
    const ItemView one = item({{"p", "S:" + std::to_string(i)}});
    refs.push_back(ref(i < 25 ? tables[0] : tables[static_cast<std::size_t>(i) % 12], one));
    puts.push_back({ItemChange::Kind::kPut, one});
  }
  const auto put_first = [&](std::size_t count) {
    return store.modify(
        arena, std::span(refs).first(count),
        [&](auto, std::span<ItemChange> changes) -> Result<void> {
          std::copy_n(puts.begin(), changes.size(), changes.begin());
          return {};
        },
        Blocking::kAllowed);
  };
  const storage::CommitPoint before = engine->last_commit();
  ASSERT_TRUE(put_first(25).ok());
  EXPECT_EQ(engine->last_commit() - before, 26u);
  ASSERT_TRUE(put_first(60).ok());
  for (const catalog::TablePtr& table : tables) {
    EXPECT_EQ(counters(table->space), live(*table->statistics));
  }
  EXPECT_EQ(counters(tables[0]->space).first, 27);  // 36 and 48 too
  EXPECT_EQ(counters(tables[1]->space).first, 3);   // 25, 37, 49
}

TEST_F(StoreTest, AnItemCollectionCountsItemsAndLocalEntries) {
  const ItemView one = item({{"p", "S:a"}, {"r", "S:1"}, {"g", "S:g"}});
  const ItemView two = item({{"p", "S:a"}, {"r", "S:2"}, {"l", "S:l"}, {"z", "S:zzzz"}});
  const ItemView other = item({{"p", "S:b"}, {"r", "S:2"}});
  for (const ItemView put_item : {one, two, other}) ASSERT_TRUE(put(music, put_item).ok());
  const auto bytes = [&](ItemView of) {
    return snapshot().item_collection_bytes(ref(music, of)).value();
  };
  const auto entry_bytes = size(two) - 5;  // Without z.
  EXPECT_EQ(bytes(one), static_cast<std::uint64_t>(size(one) + size(two) + entry_bytes));
  EXPECT_EQ(bytes(other), value::item_size(other));
  ASSERT_TRUE(erase(music, two).ok());
  EXPECT_EQ(bytes(one), value::item_size(one));
  EXPECT_EQ(bytes(item({{"p", "S:none"}, {"r", "S:1"}})), 0u);
}

TEST_F(StoreTest, ATransactionWritesSeveralTablesAtOnce) {
  const ItemView first = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:g"}});
  const ItemView second = item({{"p", "S:a"}});
  const ItemRef refs[] = {ref(music, first), ref(plain, second)};
  const storage::CommitPoint point = engine->last_commit();
  const auto effects = store.modify(
      arena, refs,
      [&](auto, std::span<ItemChange> changes) -> Result<void> {
        changes[0] = {ItemChange::Kind::kPut, first};
        changes[1] = {ItemChange::Kind::kPut, second};
        return {};
      },
      Blocking::kAllowed);
  ASSERT_TRUE(effects.ok());
  EXPECT_EQ((*effects)[0].index_costs.size(), 1u);
  EXPECT_EQ((*effects)[1].index_costs.size(), 0u);
  EXPECT_GT(engine->last_commit(), point);
  EXPECT_EQ(get(music, first), first);
  EXPECT_EQ(get(plain, second), second);
}

class TokenTest : public StoreTest {
 protected:
  Result<Store::TransactionResult> put_once(std::string_view token, std::string_view digest,
                                            ItemView put_item) {
    const ItemRef one = ref(plain, put_item);
    return store.modify_once(
        arena, {token, digest}, {&one, 1},
        [&](auto, std::span<ItemChange> changes) -> Result<void> {
          ++decided;
          changes[0] = {ItemChange::Kind::kPut, put_item};
          return {};
        },
        Blocking::kAllowed);
  }

  int decided = 0;
};

TEST_F(TokenTest, ARepeatedTokenWritesNothing) {
  const ItemView one = item({{"p", "S:a"}, {"n", "N:1"}});
  const auto first = put_once("token", "digest", one).value();
  EXPECT_EQ(first.token, Store::TokenState::kFirstUse);
  EXPECT_EQ(first.effects[0].table_units, 1);

  ASSERT_TRUE(erase(plain, one).ok());
  const storage::CommitPoint point = engine->last_commit();
  const auto again = put_once("token", "digest", one).value();
  EXPECT_EQ(again.token, Store::TokenState::kReplay);
  EXPECT_EQ(again.effects.size(), 1u);
  EXPECT_EQ(again.effects[0].table_units, 0);
  EXPECT_EQ(again.effects[0].old_bytes, value::item_size(one));
  EXPECT_EQ(decided, 1);
  EXPECT_EQ(engine->last_commit(), point);
  EXPECT_EQ(get(plain, one), std::nullopt);
}

TEST_F(TokenTest, AReplayTellsTheSizesOfTheImagesThatTheFirstRequestLeft) {
  const ItemView one = item({{"p", "S:a"}, {"n", "N:1"}});
  ASSERT_TRUE(put_once("token", "digest", one).ok());
  ASSERT_TRUE(put(plain, item({{"p", "S:a"}, {"t", "S:longer"}})).ok());
  const auto again = put_once("token", "digest", one).value();
  EXPECT_EQ(again.effects[0].old_bytes, value::item_size(one));
  EXPECT_EQ(again.effects[0].new_bytes, value::item_size(one));
}

TEST_F(TokenTest, AReplayOfAnErasureTellsTheSizeOfTheImageThatItRemoved) {
  const ItemView one = item({{"p", "S:a"}, {"t", "S:some text"}});
  ASSERT_TRUE(put(plain, one).ok());
  const ItemRef key = ref(plain, one);
  const auto erase_once = [&] {
    return store.modify_once(
        arena, {"token", "digest"}, {&key, 1},
        [](auto, std::span<ItemChange> changes) -> Result<void> {
          changes[0].kind = ItemChange::Kind::kErase;
          return {};
        },
        Blocking::kAllowed);
  };
  ASSERT_EQ(erase_once()->token, Store::TokenState::kFirstUse);
  const auto again = erase_once().value();
  EXPECT_EQ(again.token, Store::TokenState::kReplay);
  EXPECT_EQ(again.effects[0].old_bytes, value::item_size(one));
}

TEST_F(TokenTest, ATokenOfAnotherRequestIsAMismatch) {
  ASSERT_TRUE(put_once("token", "digest", item({{"p", "S:a"}})).ok());
  const auto other = put_once("token", "other", item({{"p", "S:b"}})).value();
  EXPECT_EQ(other.token, Store::TokenState::kMismatch);
  EXPECT_TRUE(other.effects.empty());
  EXPECT_EQ(all(plain).size(), 1u);
}

TEST_F(TokenTest, ATokenIsForgottenAfterTenMinutes) {
  ASSERT_TRUE(put_once("token", "digest", item({{"p", "S:a"}})).ok());
  clock.now += kTokenWindow_ms - 1;
  EXPECT_EQ(put_once("token", "other", item({{"p", "S:b"}}))->token, Store::TokenState::kMismatch);
  clock.now += 1;
  EXPECT_EQ(put_once("token", "other", item({{"p", "S:b"}}))->token, Store::TokenState::kFirstUse);
  EXPECT_EQ(put_once("token", "other", item({{"p", "S:b"}}))->token, Store::TokenState::kReplay);
}

TEST_F(TokenTest, ARefusedTransactionDoesNotUseItsTokenUp) {
  const ItemRef one = ref(plain, item({{"p", "S:a"}}));
  const auto refused = store.modify_once(
      arena, {"token", "digest"}, {&one, 1},
      [&](auto, auto) -> Result<void> { return validation_error("no"); }, Blocking::kAllowed);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(put_once("token", "other", item({{"p", "S:a"}}))->token, Store::TokenState::kFirstUse);
}

TEST(StoredForms, AreThoseOfTheGrammar) {
  Arena arena;
  const ItemView item = test_item(arena, {{"p", "S:a"}});
  EXPECT_EQ(encode_record(arena, item), std::string_view("\x01\x01\x01p\x04\x01"
                                                         "a",
                                                         7));
  EXPECT_EQ(encode_token(arena, {0x0102030405060708, "dig"}),
            std::string_view("\x01\x01\x02\x03\x04\x05\x06\x07\x08"
                             "dig",
                             12));
  EXPECT_EQ(encode_token(arena, {0x0102030405060708, "dig", std::string_view("\0\0\1\2", 4)}),
            std::string_view("\x02\x01\x02\x03\x04\x05\x06\x07\x08\x03"
                             "dig\0\0\1\2",
                             17));
}

TEST(StoredForms, ATokenOfOldHasNoSizes) {
  const StoredToken token = decode_token("\x01-digits-digest").value();
  EXPECT_EQ(token.request_digest, "digest");
  EXPECT_EQ(token.images(), 0u);
}

TEST(StoredForms, OfAnotherFormatAreRefused) {
  const Result<ItemView> record = decode_record("\x02\x00", "\x0a\xff");
  ASSERT_FALSE(record.ok());
  EXPECT_EQ(record.error().code(), ErrorCode::kCorruption);
  EXPECT_EQ(record.error().message(), "record of unknown format 2 at key 0aff");
  EXPECT_FALSE(decode_record("", "k").ok());
  EXPECT_FALSE(decode_record("\x01", "k").ok());
  EXPECT_FALSE(decode_token("\x01short").ok());
  EXPECT_FALSE(decode_token("\x03-digits-and-digest").ok());
  EXPECT_FALSE(decode_token("\x02-digits-").ok());
  EXPECT_FALSE(decode_token("\x02-digits-\x09short").ok());
  EXPECT_FALSE(decode_token("\x02-digits-\x02"
                            "ab123")
                   .ok());
}

}  // namespace
}  // namespace magneto::internal::store
