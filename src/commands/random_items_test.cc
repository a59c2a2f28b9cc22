// SPDX-License-Identifier: Apache-2.0
#include "commands/random_items.h"

#include <gtest/gtest.h>

#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

TEST(RandomItems, TheSameSeedAndNumberGiveTheSameItem) {
  TableInfo table;
  table.partition_key = {"Name", AttributeType::kS};
  table.sort_key = KeyAttribute{"b", AttributeType::kB};
  const RandomItems items(table, 7, 500);
  EXPECT_EQ(items.item(12), items.item(12));
  EXPECT_FALSE(items.item(12) == items.item(13));
  EXPECT_FALSE(items.item(12) == RandomItems(table, 8, 500).item(12));
  EXPECT_EQ(to_json(items.key(12)),
            R"({"Name":{"S":"item-000000000001"},"b":{"B":"AAAAAAAAAAI="}})");
  EXPECT_EQ(items.item(12)["Name"].value_or(""), "item-000000000001");
  const std::size_t size = to_plain_json(items.item(12)).size();
  EXPECT_GT(size, 400U);
  EXPECT_LT(size, 700U);
}

}  // namespace
}  // namespace magneto::internal::commands
