// SPDX-License-Identifier: Apache-2.0
#include "derive/index_entry.h"

#include <gtest/gtest.h>

#include "derive/test_tables.h"

namespace magneto::internal::derive {
namespace {

using value::ItemView;

class IndexEntryTest : public ::testing::Test {
 protected:
  ItemView item(const TestAttributes& attributes) { return test_item(arena, attributes); }

  std::string refusal(const TestAttributes& attributes) {
    const Result<void> checked = check_index_keys(table, item(attributes));
    return checked.ok() ? "" : checked.error().message();
  }

  Arena arena;
  catalog::Table table = test_table("Music", {s("p")}, {s("r")});
};

TEST_F(IndexEntryTest, AnItemWithoutAnIndexKeyAttributeHasNoEntry) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {n("y")});
  EXPECT_FALSE(index_entry(arena, table, index, item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}})));
  EXPECT_FALSE(index_entry(arena, table, index, item({{"p", "S:a"}, {"r", "S:b"}, {"y", "N:1"}})));
  EXPECT_TRUE(index_entry(arena, table, index,
                          item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"y", "N:1"}})));
}

TEST_F(IndexEntryTest, AnItemOlderThanTheIndexWithABadKeyHasNoEntry) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {});
  const std::string long_key = "S:" + std::string(2049, 'x');
  for (const std::string& bad : {std::string("N:1"), std::string("S:"), long_key}) {
    EXPECT_FALSE(index_entry(arena, table, index, item({{"p", "S:a"}, {"r", "S:b"}, {"g", bad}})));
  }
}

TEST_F(IndexEntryTest, ProjectionAllHoldsTheWholeItem) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {});
  const ItemView whole = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"more", "N:1"}});
  EXPECT_EQ(index_entry(arena, table, index, whole)->item, whole);
}

TEST_F(IndexEntryTest, ProjectionKeysOnlyHoldsTableAndIndexKey) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {}, keys_only());
  const ItemView whole = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"more", "N:1"}});
  EXPECT_EQ(index_entry(arena, table, index, whole)->item,
            item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}}));
}

TEST_F(IndexEntryTest, ProjectionIncludeAddsItsAttributesWhereTheItemHasThem) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {}, include({"zz", "aa"}));
  EXPECT_EQ(
      index_entry(arena, table, index,
                  item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"aa", "N:1"}, {"b", "N:2"}}))
          ->item,
      item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"aa", "N:1"}}));
}

TEST_F(IndexEntryTest, TheKeyOfAnEntryDoesNotDependOnOtherAttributes) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {});
  const auto one =
      index_entry(arena, table, index, item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}}));
  const auto two = index_entry(arena, table, index,
                               item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"m", "N:1"}}));
  const auto other =
      index_entry(arena, table, index, item({{"p", "S:a"}, {"r", "S:c"}, {"g", "S:x"}}));
  EXPECT_EQ(one->key, two->key);
  EXPECT_NE(one->key, other->key);
}

TEST_F(IndexEntryTest, AWrongTypeIsRefusedAlsoWhenAnotherKeyAttributeIsMissing) {
  add_index(table, "ByGenre", {s("g")}, {n("y")});
  EXPECT_EQ(refusal({{"p", "S:a"}, {"r", "S:b"}, {"y", "S:old"}}),
            "One or more parameter values were invalid: Type mismatch for Index Key y Expected: N "
            "Actual: S IndexName: ByGenre");
  EXPECT_EQ(refusal({{"p", "S:a"}, {"r", "S:b"}, {"g", "BOOL:true"}}),
            "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S "
            "Actual: BOOL IndexName: ByGenre");
}

TEST_F(IndexEntryTest, AnEmptyValueIsRefused) {
  add_index(table, "ByRank", {s("p")}, {b("k")}, {}, true);
  add_index(table, "ByGenre", {s("g")}, {});
  EXPECT_EQ(refusal({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:"}}),
            "One or more parameter values are not valid. A value specified for a secondary index "
            "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
            "string value. IndexName: ByGenre, IndexKey: g");
  EXPECT_EQ(refusal({{"p", "S:a"}, {"r", "S:b"}, {"k", "B:"}}),
            "One or more parameter values are not valid. A value specified for a secondary index "
            "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
            "binary value. IndexName: ByRank, IndexKey: k");
}

TEST_F(IndexEntryTest, AValueLongerThanAKeyMayBeIsRefused) {
  add_index(table, "ByGenre", {s("g")}, {s("t")});
  const auto with = [&](std::string name, std::size_t length) {
    return refusal({{"p", "S:a"}, {"r", "S:b"}, {name, "S:" + std::string(length, 'x')}});
  };
  EXPECT_EQ(with("g", 2048), "");
  EXPECT_EQ(with("g", 2049),
            "One or more parameter values were invalid: Size limit exceeded for Index Key g Actual "
            "Size: 2049 bytes Max Size: 2048 bytes IndexName: ByGenre");
  EXPECT_EQ(with("t", 1024), "");
  EXPECT_EQ(with("t", 1025),
            "One or more parameter values were invalid: Size limit exceeded for Index Key t Actual "
            "Size: 1025 bytes Max Size: 1024 bytes IndexName: ByGenre");
}

TEST_F(IndexEntryTest, SeveralAttributesOfOnePartShareItsLimit) {
  add_index(table, "Multi", {s("g"), s("h")}, {});
  const std::string half = "S:" + std::string(1025, 'x');
  EXPECT_NE(refusal({{"p", "S:a"}, {"r", "S:b"}, {"g", half}, {"h", half}}), "");
  EXPECT_EQ(refusal({{"p", "S:a"}, {"r", "S:b"}, {"g", half}}), "");
}

TEST_F(IndexEntryTest, AnUpdateMayLeaveABadValueThatIsOlderThanTheIndex) {
  add_index(table, "ByGenre", {s("g")}, {});
  const ItemView old_item = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "N:1"}});
  const ItemView other = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "N:1"}, {"x", "N:2"}});
  const ItemView worse = item({{"p", "S:a"}, {"r", "S:b"}, {"g", "N:3"}});
  EXPECT_TRUE(check_updated_index_keys(table, old_item, other).ok());
  EXPECT_FALSE(check_updated_index_keys(table, old_item, worse).ok());
  EXPECT_FALSE(check_updated_index_keys(table, std::nullopt, other).ok());
}

TEST_F(IndexEntryTest, AnUpdateToAnEmptyValueHasATextOfItsOwn) {
  add_index(table, "ByGenre", {s("g")}, {});
  const Result<void> checked = check_updated_index_keys(
      table, std::nullopt, item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:"}}));
  ASSERT_FALSE(checked.ok());
  EXPECT_EQ(checked.error().message(),
            "One or more parameter values are not valid. The update expression attempted to update "
            "a secondary index key to a value that is not supported. The AttributeValue for a key "
            "attribute cannot contain an empty string value.");
}

TEST_F(IndexEntryTest, ACursorHasTheTableKeyAndTheIndexKey) {
  const auto& index = add_index(table, "ByGenre", {s("g")}, {n("y")});
  const ItemView whole =
      item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"y", "N:1"}, {"more", "N:1"}});
  EXPECT_EQ(key_attributes(arena, table, nullptr, whole), item({{"p", "S:a"}, {"r", "S:b"}}));
  EXPECT_EQ(key_attributes(arena, table, &index, whole),
            item({{"p", "S:a"}, {"r", "S:b"}, {"g", "S:x"}, {"y", "N:1"}}));
}

}  // namespace
}  // namespace magneto::internal::derive
