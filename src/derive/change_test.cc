// SPDX-License-Identifier: Apache-2.0
#include "derive/change.h"

#include <gtest/gtest.h>

#include "derive/test_tables.h"

namespace magneto::internal::derive {
namespace {

using catalog::ViewType;
using value::ItemView;

class ChangeTest : public ::testing::Test {
 protected:
  std::optional<Change> derive(ViewType view, std::optional<ItemView> before,
                               std::optional<ItemView> after) {
    return derive_change(arena, table, view, before, after, ChangeOrigin::kRequest);
  }

  Arena arena;
  catalog::Table table = test_table("Music", {s("p")}, {n("r")});
  const ItemView key = test_item(arena, {{"p", "S:a"}, {"r", "N:1"}});
  const ItemView one = test_item(arena, {{"p", "S:a"}, {"r", "N:1"}, {"x", "S:one"}});
  const ItemView two = test_item(arena, {{"p", "S:a"}, {"r", "N:1"}, {"x", "S:two"}});
};

TEST_F(ChangeTest, IsNamedAfterWhatWasThereAndIs) {
  EXPECT_EQ(derive(ViewType::kKeysOnly, std::nullopt, one)->event, ChangeEvent::kInsert);
  EXPECT_EQ(derive(ViewType::kKeysOnly, one, two)->event, ChangeEvent::kModify);
  EXPECT_EQ(derive(ViewType::kKeysOnly, one, std::nullopt)->event, ChangeEvent::kRemove);
}

TEST_F(ChangeTest, IsNoneWhenNothingChanged) {
  const ItemView same = test_item(arena, {{"p", "S:a"}, {"r", "N:1.0"}, {"x", "S:one"}});
  EXPECT_FALSE(derive(ViewType::kNewAndOldImages, one, same));
  EXPECT_FALSE(derive(ViewType::kNewAndOldImages, std::nullopt, std::nullopt));
}

TEST_F(ChangeTest, HasTheImagesOfItsViewType) {
  const auto images = [&](ViewType view, std::optional<ItemView> before,
                          std::optional<ItemView> after) {
    const std::optional<Change> change = derive(view, before, after);
    EXPECT_EQ(change_keys(arena, table, *change), key);
    return std::pair(change->old_image, change->new_image);
  };
  using Images = std::pair<std::optional<ItemView>, std::optional<ItemView>>;
  EXPECT_EQ(images(ViewType::kKeysOnly, one, two), Images());
  EXPECT_EQ(images(ViewType::kOldImage, one, two), Images(one, std::nullopt));
  EXPECT_EQ(images(ViewType::kNewImage, one, two), Images(std::nullopt, two));
  EXPECT_EQ(images(ViewType::kNewAndOldImages, one, two), Images(one, two));
  EXPECT_EQ(images(ViewType::kOldImage, std::nullopt, two), Images());
  EXPECT_EQ(images(ViewType::kNewImage, one, std::nullopt), Images());
  EXPECT_EQ(images(ViewType::kNewAndOldImages, one, std::nullopt), Images(one, std::nullopt));
}

// The example of the guide: 26, 59 and 38 bytes.
TEST_F(ChangeTest, MeasuresKeysAndImages) {
  table = test_table("Messages", {n("Id")}, {});
  const ItemView inserted = test_item(arena, {{"Id", "N:101"}, {"Message", "S:New item!"}});
  const ItemView changed =
      test_item(arena, {{"Id", "N:101"}, {"Message", "S:This item has changed"}});
  const auto bytes = [&](std::optional<ItemView> before, std::optional<ItemView> after) {
    const auto change = derive(ViewType::kNewAndOldImages, before, after);
    return change_bytes(change_keys(arena, table, *change), *change);
  };
  EXPECT_EQ(bytes(std::nullopt, inserted), 26);
  EXPECT_EQ(bytes(inserted, changed), 59);
  EXPECT_EQ(bytes(changed, std::nullopt), 38);
}

}  // namespace
}  // namespace magneto::internal::derive
