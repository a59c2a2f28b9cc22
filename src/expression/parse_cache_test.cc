// SPDX-License-Identifier: Apache-2.0

#include "expression/parse_cache.h"

#include <gtest/gtest.h>

#include <string>

#include "expression/syntax.h"
#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

std::string numbered(std::size_t i) { return std::string("a").append(std::to_string(i)) + " = :v"; }

TEST(ParseCache, GivesTheSameTreeForTheSameText) {
  ParseCache cache;
  const auto first = cache.condition("a = :a");
  const auto again = cache.condition(std::string("a = :a"));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(cache.hits(), 1u);
  EXPECT_EQ(cache.misses(), 1u);
  EXPECT_NE(*first, *cache.condition("a = :b"));
}

TEST(ParseCache, KeepsGrammarsApart) {
  ParseCache cache;
  ASSERT_TRUE(cache.projection("a").ok());
  EXPECT_FALSE(cache.condition("a").ok());
  EXPECT_FALSE(cache.update("a").ok());
  EXPECT_TRUE(cache.projection("a").ok());
}

TEST(ParseCache, RemembersNoErrors) {
  ParseCache cache;
  EXPECT_FALSE(cache.condition("a b").ok());
  EXPECT_FALSE(cache.condition("a b").ok());
  EXPECT_EQ(cache.hits(), 0u);
}

TEST(ParseCache, IsBoundedAndKeepsWhatIsUsed) {
  ParseCache cache;
  const auto kept = cache.condition("kept = :v");
  ASSERT_TRUE(kept.ok());
  const std::weak_ptr<const ConditionSyntax> early = *cache.condition("early = :v");
  for (std::size_t i = 0; i < 20 * ParseCache::kMaxEntries; ++i) {
    ASSERT_TRUE(cache.condition(numbered(i)).ok());
    ASSERT_EQ(*cache.condition("kept = :v"), *kept);
  }
  EXPECT_TRUE(early.expired());
}

TEST(ParseCache, ATreeInUseOutlivesItsEviction) {
  ParseCache cache;
  const auto tree = *cache.condition("early = :v");
  for (std::size_t i = 0; i < 20 * ParseCache::kMaxEntries; ++i) {
    ASSERT_TRUE(cache.condition(numbered(i)).ok());
  }
  EXPECT_EQ(tree->text, "early = :v");
  EXPECT_EQ(tree->elements[0].text, "early");
}

TEST(ParseCache, BindsOneTreeToManyRequests) {
  ParseCache cache;
  for (int i = 0; i < 3; ++i) {
    Arena arena;
    const std::string text = "#n = :v";
    const std::string name = "attribute" + std::to_string(i);
    const NameBinding names[] = {{"#n", name}};
    value::Attribute values[] = {{":v", value_of(arena, std::to_string(i))}};
    Placeholders placeholders(arena, names, value::make_item(arena, values));
    const auto condition = bind_condition(cache, arena, Role::kFilter, text, placeholders);
    ASSERT_TRUE(condition.ok());
    const std::string number = std::to_string(i);
    EXPECT_TRUE(evaluate(**condition, item_of(arena, name + ": " + number)));
    EXPECT_FALSE(evaluate(**condition, item_of(arena, name + ": 9")));
  }
  EXPECT_EQ(cache.misses(), 1u);
}

}  // namespace
}  // namespace magneto::internal::expression
