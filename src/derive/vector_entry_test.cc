// SPDX-License-Identifier: Apache-2.0
#include "derive/vector_entry.h"

#include <gtest/gtest.h>

#include "derive/test_tables.h"
#include "derive/write_effect.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
namespace {

using value::ItemView;

class VectorEntryTest : public ::testing::Test {
 protected:
  ItemView item(const TestAttributes& attributes) { return test_item(arena, attributes); }

  std::optional<VectorEntry> entry(const TestAttributes& attributes) {
    return vector_entry(arena, table, *table.vector_indexes.back(), item(attributes));
  }
  std::string refusal(const TestAttributes& attributes) {
    const Result<void> checked = check_vectors(table, item(attributes));
    return checked.ok() ? "" : checked.error().message();
  }

  Arena arena;
  catalog::Table table = test_table("Music", {s("p")}, {});
};

TEST_F(VectorEntryTest, HasTheVectorAsFloatsAndNotAmongItsAttributes) {
  add_vector_index(table, "meaning", 3);
  const auto made = entry({{"p", "S:a"}, {"v", "V:1 0.1 -2"}, {"x", "S:y"}});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(std::vector<float>(made->vector.begin(), made->vector.end()),
            (std::vector<float>{1.0F, 0.1F, -2.0F}));
  EXPECT_EQ(made->item, item({{"p", "S:a"}, {"x", "S:y"}}));
}

TEST_F(VectorEntryTest, HasKeySearchSchemaAndIncludedAttributes) {
  add_vector_index(table, "meaning", 1, {{s("h"), true}, {n("f"), false}}, include({"x", "v"}));
  const auto made =
      entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "S:g"}, {"f", "N:1"}, {"x", "S:y"}, {"z", "S:no"}});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->item, item({{"p", "S:a"}, {"h", "S:g"}, {"f", "N:1"}, {"x", "S:y"}}));
}

TEST_F(VectorEntryTest, NeedsAVectorOfItsSizeAndTheHash) {
  add_vector_index(table, "meaning", 2, {{s("h"), true}, {n("f"), false}});
  EXPECT_TRUE(entry({{"p", "S:a"}, {"v", "V:1 2"}, {"h", "S:g"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1 2"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "S:g"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "S:1 2"}, {"h", "S:g"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"h", "S:g"}}));
}

TEST_F(VectorEntryTest, ItemsOlderThanTheIndexWithOtherTypesAreNotIndexed) {
  add_vector_index(table, "meaning", 1, {{s("h"), true}, {n("f"), false}});
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "N:1"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "S:"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "S:g"}, {"f", "S:x"}}));
  EXPECT_FALSE(entry({{"p", "S:a"}, {"v", "V:1E39"}, {"h", "S:g"}}));
}

TEST_F(VectorEntryTest, EntriesOfOneHashLieTogether) {
  const auto& index = add_vector_index(table, "meaning", 1, {{s("h"), true}});
  const auto a = entry({{"p", "S:a"}, {"v", "V:1"}, {"h", "S:g"}});
  const auto b = entry({{"p", "S:b"}, {"v", "V:2"}, {"h", "S:g"}});
  const value::ValueView hash = test_value(arena, "S:g");
  const keys::KeyRange range = keys::query_range(arena, index.space, {&hash, 1}, {});
  EXPECT_TRUE(range.contains(a->key));
  EXPECT_TRUE(range.contains(b->key));
  EXPECT_NE(a->key, b->key);
}

TEST_F(VectorEntryTest, RefusesWhatIsNoVectorOfTheIndex) {
  add_vector_index(table, "meaning", 2);
  constexpr std::string_view kInvalid = "One or more parameter values were invalid. Invalid ";
  EXPECT_EQ(refusal({{"p", "S:a"}, {"v", "V:1 2"}}), "");
  EXPECT_EQ(refusal({{"p", "S:a"}}), "");
  EXPECT_EQ(
      refusal({{"p", "S:a"}, {"v", "V:1"}}),
      std::string(kInvalid) + "size for parameter v, Expected: 2, Actual: 1 IndexName: meaning");
  EXPECT_EQ(
      refusal({{"p", "S:a"}, {"v", "S:1"}}),
      std::string(kInvalid) + "type for parameter v, Expected: L, Actual: S. IndexName: meaning");
  EXPECT_EQ(refusal({{"p", "S:a"}, {"v", "V:1 1E39"}}),
            std::string(kInvalid) +
                "type for parameter v[1], Expected: 32-bit floating point number, Actual: N. "
                "IndexName: meaning");
}

TEST_F(VectorEntryTest, RefusesOtherTypesInTheSearchSchema) {
  add_vector_index(table, "meaning", 2, {{s("h"), true}, {s("f"), false}});
  EXPECT_EQ(refusal({{"p", "S:a"}, {"f", "N:1"}}),
            "One or more parameter values were invalid: Type mismatch for Index Key f Expected: S "
            "Actual: N IndexName: meaning");
  EXPECT_EQ(refusal({{"p", "S:a"}, {"f", "S:"}}), "");
  EXPECT_NE(refusal({{"p", "S:a"}, {"h", "S:"}}).find("cannot contain an empty string value"),
            std::string::npos);
}

TEST_F(VectorEntryTest, AnUpdateIsOnlyAskedAboutWhatItChanged) {
  add_vector_index(table, "meaning", 2);
  const ItemView old_item = item({{"p", "S:a"}, {"v", "V:1"}});
  EXPECT_TRUE(
      check_updated_vectors(table, old_item, item({{"p", "S:a"}, {"v", "V:1"}, {"x", "N:1"}}))
          .ok());
  EXPECT_FALSE(check_updated_vectors(table, old_item, item({{"p", "S:a"}, {"v", "V:2"}})).ok());
}

// What a write does with the entry.

TEST_F(VectorEntryTest, AChangedHashMovesTheEntryAndIsChargedTwice) {
  add_vector_index(table, "meaning", 2, {{s("h"), true}}, keys_only());
  const ItemView old_item = item({{"p", "S:a"}, {"v", "V:1 2"}, {"h", "S:x"}});
  const ItemView new_item = item({{"p", "S:a"}, {"v", "V:1 2"}, {"h", "S:yz"}});
  const DerivedWrite write = derive_write(arena, table, old_item, new_item).value();
  ASSERT_EQ(write.vector_changes.size(), 1U);
  EXPECT_TRUE(write.vector_changes[0].erase.has_value());
  EXPECT_TRUE(write.vector_changes[0].put.has_value());
  EXPECT_EQ(write.vector_changes[0].items_delta, 0);
  EXPECT_EQ(write.vector_changes[0].bytes_delta, 1);
  // "v" and 8 bytes of floats; "p" "a" "h" "x" and one byte more.
  EXPECT_EQ(write.effect.vector_costs[0].bytes, 13U + 14U);
}

TEST_F(VectorEntryTest, AWriteOfOtherAttributesTouchesNothing) {
  add_vector_index(table, "meaning", 2, {}, keys_only());
  const ItemView old_item = item({{"p", "S:a"}, {"v", "V:1 2"}, {"x", "S:x"}});
  const ItemView new_item = item({{"p", "S:a"}, {"v", "V:1.0 2"}, {"x", "S:y"}});
  EXPECT_TRUE(derive_write(arena, table, old_item, new_item).value().vector_changes.empty());
}

TEST_F(VectorEntryTest, AVectorThatGoesErasesTheEntry) {
  add_vector_index(table, "meaning", 2, {}, keys_only());
  const ItemView old_item = item({{"p", "S:a"}, {"v", "V:1 2"}});
  const DerivedWrite write = derive_write(arena, table, old_item, item({{"p", "S:a"}})).value();
  ASSERT_EQ(write.vector_changes.size(), 1U);
  EXPECT_TRUE(write.vector_changes[0].erase.has_value());
  EXPECT_FALSE(write.vector_changes[0].put.has_value());
  EXPECT_EQ(write.vector_changes[0].items_delta, -1);
  EXPECT_EQ(write.vector_changes[0].bytes_delta, -10);
  EXPECT_EQ(write.effect.vector_costs[0].bytes, 11U);
}

TEST_F(VectorEntryTest, AVectorIsBilledByFourBytesADimensionInTheItemToo) {
  add_vector_index(table, "meaning", 2, {}, keys_only());
  add_vector_index(table, "other", 2, {}, keys_only());
  const ItemView written = item({{"p", "S:a"}, {"v", "V:1 2"}, {"x", "S:x"}});
  // "p" "a" "x" "x" "v" and 8 bytes of floats.
  EXPECT_EQ(billed_size(table, written, value::item_size(written)), 4U + 1U + 8U);
  const ItemView without = item({{"p", "S:a"}});
  EXPECT_EQ(billed_size(table, without, value::item_size(without)), 2U);
}

}  // namespace
}  // namespace magneto::internal::derive
