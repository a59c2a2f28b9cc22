// SPDX-License-Identifier: Apache-2.0
#include "derive/write_effect.h"

#include <gtest/gtest.h>

#include <map>

#include "derive/test_tables.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
namespace {

using value::ItemView;

// Three global indexes over g (one with a sort key and everything, one with keys only, one with x)
// and a local one over l.
class WriteEffectTest : public ::testing::Test {
 protected:
  WriteEffectTest() {
    add_index(table, "local", {s("p")}, {s("l")}, keys_only(), true);
    add_index(table, "all", {s("g")}, {n("y")});
    add_index(table, "keys", {s("g")}, {}, keys_only());
    add_index(table, "with_x", {s("g")}, {}, include({"x"}));
  }

  std::optional<ItemView> item(TestAttributes attributes) {
    attributes.emplace_back("p", "S:a");
    attributes.emplace_back("r", "S:b");
    return test_item(arena, attributes);
  }

  DerivedWrite write(std::optional<ItemView> before, std::optional<ItemView> after) {
    Result<DerivedWrite> write = derive_write(arena, table, before, after);
    EXPECT_TRUE(write.ok());
    return *write;
  }

  std::map<std::string, double> costs(const DerivedWrite& write) {
    std::map<std::string, double> costs;
    for (const IndexCost& cost : write.effect.index_costs) costs[cost.index->name] = cost.units;
    return costs;
  }

  using Costs = std::map<std::string, double>;
  const std::string big = "S:" + std::string(3000, 'x');
  const std::string middle = "S:" + std::string(1000, 'x');

  Arena arena;
  catalog::Table table = test_table("Music", {s("p")}, {s("r")});
};

TEST_F(WriteEffectTest, DeletingWhatIsNotThereCostsOneUnit) {
  const DerivedWrite nothing = write(std::nullopt, std::nullopt);
  EXPECT_EQ(nothing.effect.table_units, 1);
  EXPECT_TRUE(nothing.index_changes.empty());
  EXPECT_EQ(nothing.items_delta, 0);
}

TEST_F(WriteEffectTest, ANewItemCostsAUnitForEachEntry) {
  const DerivedWrite put = write(std::nullopt, item({{"g", "S:x"}, {"y", "N:1"}}));
  EXPECT_EQ(put.effect.table_units, 1);
  EXPECT_EQ(costs(put), (Costs{{"all", 1}, {"keys", 1}, {"with_x", 1}}));
  EXPECT_EQ(put.items_delta, 1);
}

TEST_F(WriteEffectTest, AnUnchangedOverwriteTouchesNoIndex) {
  const auto same = item({{"g", "S:x"}, {"y", "N:1"}});
  const DerivedWrite put = write(same, item({{"y", "N:1.0"}, {"g", "S:x"}}));
  EXPECT_EQ(put.effect.table_units, 1);
  EXPECT_TRUE(put.index_changes.empty());
  EXPECT_EQ(put.bytes_delta, 0);
}

TEST_F(WriteEffectTest, AChangeTouchesOnlyIndexesThatProjectIt) {
  const auto before = item({{"g", "S:x"}, {"y", "N:1"}});
  EXPECT_EQ(costs(write(before, item({{"g", "S:x"}, {"y", "N:1"}, {"x", "S:y"}}))),
            (Costs{{"all", 1}, {"with_x", 1}}));
}

TEST_F(WriteEffectTest, AnEntryReplacedInPlaceIsChargedByTheLargerOne) {
  const auto before = item({{"g", "S:x"}, {"y", "N:1"}, {"m", big}});
  const auto after = item({{"g", "S:x"}, {"y", "N:1"}, {"m", middle}});
  for (const DerivedWrite& put : {write(before, after), write(after, before)}) {
    EXPECT_EQ(put.effect.table_units, 3);
    EXPECT_EQ(costs(put), (Costs{{"all", 3}}));
    EXPECT_FALSE(put.index_changes[0].erase);
    EXPECT_EQ(put.index_changes[0].items_delta, 0);
  }
}

TEST_F(WriteEffectTest, AChangedKeyIsChargedAsErasureAndInsertion) {
  const auto before = item({{"g", "S:x"}, {"y", "N:2"}, {"m", big}, {"l", "S:l"}});
  const auto after = item({{"g", "S:x"}, {"y", "N:3"}, {"l", "S:m"}});
  const DerivedWrite put = write(before, after);
  EXPECT_EQ(put.effect.table_units, 3);
  EXPECT_EQ(costs(put), (Costs{{"all", 4}, {"local", 2}}));
  for (const IndexChange& change : put.index_changes) {
    EXPECT_TRUE(change.erase && change.put);
    EXPECT_NE(*change.erase, change.put->key);
    EXPECT_EQ(change.items_delta, 0);
  }
}

TEST_F(WriteEffectTest, AnItemThatLosesTheKeyLeavesTheIndex) {
  const DerivedWrite put = write(item({{"g", "S:x"}, {"y", "N:1"}}), item({{"y", "N:1"}}));
  EXPECT_EQ(costs(put), (Costs{{"all", 1}, {"keys", 1}, {"with_x", 1}}));
  for (const IndexChange& change : put.index_changes) {
    EXPECT_TRUE(change.erase && !change.put);
    EXPECT_EQ(change.items_delta, -1);
    EXPECT_LT(change.bytes_delta, 0);
  }
}

TEST_F(WriteEffectTest, DeltasAreItemSizes) {
  const auto before = item({{"g", "S:x"}, {"y", "N:1"}, {"x", "S:12345"}});
  const DerivedWrite erased = write(before, std::nullopt);
  const auto size = static_cast<std::int64_t>(value::item_size(*before));
  EXPECT_EQ(erased.items_delta, -1);
  EXPECT_EQ(erased.bytes_delta, -size);
  std::map<std::string, std::int64_t> bytes;
  for (const auto& change : erased.index_changes) bytes[change.index->name] = change.bytes_delta;
  // Keys only: without x (1 + 5) and y (1 + 2). With x: without y.
  EXPECT_EQ(bytes, (std::map<std::string, std::int64_t>{
                       {"all", -size}, {"keys", -(size - 9)}, {"with_x", -(size - 3)}}));
}

TEST_F(WriteEffectTest, AValueThatFitsNoIndexKeyIsRefused) {
  EXPECT_FALSE(derive_write(arena, table, std::nullopt, item({{"y", "S:x"}})).ok());
}

}  // namespace
}  // namespace magneto::internal::derive
