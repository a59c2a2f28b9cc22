// SPDX-License-Identifier: Apache-2.0
//
// Ranges select exactly the keys they should: checked by comparing values, not bytes.
#include <gtest/gtest.h>

#include <algorithm>

#include "keys/key_bytes.h"
#include "keys/key_test_items.h"

namespace magneto::internal::keys {
namespace {

using value::Type;
using value::ValueView;

constexpr SortOperator kOperators[] = {SortOperator::kEqual,          SortOperator::kLess,
                                       SortOperator::kLessOrEqual,    SortOperator::kGreater,
                                       SortOperator::kGreaterOrEqual, SortOperator::kBetween,
                                       SortOperator::kBeginsWith};

bool matches(ValueView v, SortOperator op, ValueView low, ValueView high) {
  switch (op) {
    case SortOperator::kEqual:
      return compare_values(v, low) == 0;
    case SortOperator::kLess:
      return compare_values(v, low) < 0;
    case SortOperator::kLessOrEqual:
      return compare_values(v, low) <= 0;
    case SortOperator::kGreater:
      return compare_values(v, low) > 0;
    case SortOperator::kGreaterOrEqual:
      return compare_values(v, low) >= 0;
    case SortOperator::kBetween:
      return compare_values(v, low) >= 0 && compare_values(v, high) <= 0;
    case SortOperator::kBeginsWith:
      return v.scalar().starts_with(low.scalar());
  }
  return false;
}

class KeyRanges : public ::testing::Test {
 protected:
  value::ItemView item(std::vector<value::Attribute> attributes) {
    return value::make_item(arena_, attributes);
  }
  ValueView s(std::string_view text) { return value::make_string(arena_, text); }

  /// An operand of the operator: a prefix may be empty.
  ValueView operand(RandomKeys& random, Type type, SortOperator op) {
    if (op != SortOperator::kBeginsWith || random.below(4) != 0) return random.value(type);
    return type == Type::kString ? s("") : value::make_binary(arena_, "");
  }

  Arena arena_;
};

TEST_F(KeyRanges, OfAQuerySelectExactlyTheMatchingItems) {
  RandomKeys random(arena_, 3);
  for (int round = 0; round < 40'000; ++round) {
    if (round % 1000 == 0) arena_.reset();
    const Type type = random.type();
    const SortOperator op = kOperators[random.below(7)];
    if (op == SortOperator::kBeginsWith && type == Type::kNumber) continue;
    const KeySchema schema{{{"p", Type::kBinary}}, {{"s", type}}};
    const ValueView mine = value::make_binary(arena_, random.bytes(1));
    const ValueView partition =
        random.below(4) == 0 ? value::make_binary(arena_, random.bytes(1)) : mine;
    const ValueView v = random.value(type);
    const ValueView low = operand(random, type, op);
    const ValueView high = random.value(type);

    const KeyRange range = query_range(arena_, 1, {&mine, 1}, {{}, op, low, high});
    const bool expected = mine == partition && matches(v, op, low, high);
    const auto key = item_key(arena_, 1, schema, item({{"p", partition}, {"s", v}}));
    ASSERT_EQ(range.contains(key), expected) << "operator " << static_cast<int>(op);
  }
}

TEST_F(KeyRanges, OfAQueryOnSeveralAttributesSelectExactlyTheMatchingEntries) {
  RandomKeys random(arena_, 4);
  const KeySchema table{{{"id", Type::kString}}, {}};
  int hits = 0;
  for (int round = 0; round < 60'000; ++round) {
    if (round % 1000 == 0) arena_.reset();
    const Type types[] = {random.type(), random.type(), random.type()};
    const KeySchema index{{{"p", Type::kString}, {"q", Type::kNumber}},
                          {{"a", types[0]}, {"b", types[1]}, {"c", types[2]}}};
    const ValueView partition[] = {s("p"), test_number(arena_, "-1")};
    const ValueView v[] = {random.value(types[0]), random.value(types[1]), random.value(types[2])};

    // Some of the entry's values, now and then another one, and maybe an operator behind them.
    const std::size_t equal_count = random.below(4);
    std::vector<ValueView> equal(v, v + equal_count);
    if (equal_count > 0 && random.below(3) == 0) {
      equal[random.below(equal_count)] = random.value(equal[random.below(equal_count)].type());
    }
    bool expected = true;
    for (std::size_t i = 0; i < equal_count; ++i) {
      if (equal[i].type() != types[i]) equal[i] = v[i];
      expected = expected && equal[i] == v[i];
    }
    SortCondition condition{equal, std::nullopt, {}, {}};
    if (equal_count < 3 && random.below(4) != 0) {
      const Type type = types[equal_count];
      const SortOperator op = kOperators[random.below(type == Type::kNumber ? 6 : 7)];
      condition.range = op;
      condition.low = operand(random, type, op);
      condition.high = random.value(type);
      expected = expected && matches(v[equal_count], op, condition.low, condition.high);
    }

    const KeyRange range = query_range(arena_, 5, partition, condition);
    const auto key = index_key(arena_, 5, index, table,
                               item({{"p", partition[0]},
                                     {"q", partition[1]},
                                     {"a", v[0]},
                                     {"b", v[1]},
                                     {"c", v[2]},
                                     {"id", s(random.bytes(1))}}));
    ASSERT_EQ(range.contains(key), expected);
    hits += expected;
  }
  EXPECT_GT(hits, 10'000);
}

TEST_F(KeyRanges, OfBeginsWithTakeEmptyPrefixesAndTheHighestBytes) {
  const KeySchema schema{{{"p", Type::kString}}, {{"s", Type::kBinary}}};
  const ValueView partition = s("p");
  const auto selects = [&](std::string_view prefix, std::string_view v) {
    const SortCondition begins{
        {}, SortOperator::kBeginsWith, value::make_binary(arena_, prefix), {}};
    return query_range(arena_, 1, {&partition, 1}, begins)
        .contains(item_key(arena_, 1, schema,
                           item({{"p", partition}, {"s", value::make_binary(arena_, v)}})));
  };
  EXPECT_TRUE(selects("", std::string_view("\0", 1)));
  EXPECT_TRUE(selects("", "\xFF\xFF\xFF"));
  EXPECT_TRUE(selects("\xFF", "\xFF"));
  EXPECT_TRUE(selects("\xFF\xFF", "\xFF\xFF\xFF"));
  EXPECT_FALSE(selects("\xFF\xFF", "\xFF"));
  EXPECT_TRUE(selects(std::string_view("a\0", 2), std::string_view("a\0\0", 3)));
  EXPECT_FALSE(selects(std::string_view("a\0", 2), "a"));
}

TEST_F(KeyRanges, OfBetweenWithOperandsExchangedIsEmpty) {
  const ValueView partition = s("p");
  EXPECT_TRUE(query_range(arena_, 1, {&partition, 1}, {{}, SortOperator::kBetween, s("b"), s("a")})
                  .empty());
  EXPECT_FALSE(query_range(arena_, 1, {&partition, 1}, {{}, SortOperator::kBetween, s("b"), s("b")})
                   .empty());
}

TEST_F(KeyRanges, OfAPartitionNoItemCanHaveAreEmptyButNotUnbounded) {
  const ValueView partition = s(std::string(100'000, 'x'));
  const KeyRange range = query_range(arena_, 1, {&partition, 1}, {});
  EXPECT_TRUE(range.empty());
  EXPECT_FALSE(range.end.empty());  // an engine takes an empty end for infinity
}

TEST_F(KeyRanges, OfSegmentsCoverTheSpaceWithoutGapOrOverlap) {
  for (const std::uint32_t total :
       {1u, 2u, 3u, 7u, 64u, 1000u, 4095u, 65'537u, 999'999u, 1'000'000u}) {
    const KeyRange space = whole_space(arena_, 3);
    std::string end(space.begin);
    for (std::uint32_t segment = 0; segment < total; ++segment) {
      if (segment % 1000 == 0) arena_.reset();
      const KeyRange range = segment_range(arena_, 3, segment, total);
      ASSERT_EQ(range.begin, end) << segment << " of " << total;
      ASSERT_FALSE(range.empty());
      end = range.end;
    }
    EXPECT_EQ(end, whole_space(arena_, 3).end);
  }
}

TEST_F(KeyRanges, OfSegmentsAreEven) {
  constexpr std::uint32_t kSegments = 10;
  const KeySchema schema{{{"p", Type::kString}}, {}};
  int items[kSegments] = {};
  for (int i = 0; i < 20'000; ++i) {
    const auto key = item_key(arena_, 3, schema, item({{"p", s("user" + std::to_string(i))}}));
    for (std::uint32_t segment = 0; segment < kSegments; ++segment) {
      items[segment] += segment_range(arena_, 3, segment, kSegments).contains(key);
    }
  }
  for (const int count : items) EXPECT_NEAR(count, 2000, 200);
}

TEST_F(KeyRanges, OfASpaceHoldItsKeysOnly) {
  const KeySchema schema{{{"p", Type::kString}}, {}};
  const KeyRange space = whole_space(arena_, 0xFF);
  EXPECT_TRUE(space.contains(item_key(arena_, 0xFF, schema, item({{"p", s("a")}}))));
  EXPECT_FALSE(space.contains(item_key(arena_, 0xFE, schema, item({{"p", s("a")}}))));
  EXPECT_FALSE(space.contains(item_key(arena_, 0x100, schema, item({{"p", s("a")}}))));
}

TEST_F(KeyRanges, ResumedForwardsBeginBehindTheKey) {
  const KeyRange range{"b", "f"};
  const KeyRange left = resume(arena_, range, "c", false);
  EXPECT_FALSE(left.contains("c"));
  EXPECT_TRUE(left.contains(std::string_view("c\0", 2)));
  EXPECT_EQ(left.end, "f");
  EXPECT_EQ(resume(arena_, range, "a", false).begin, "b");
  EXPECT_TRUE(resume(arena_, range, "g", false).empty());
}

TEST_F(KeyRanges, ResumedBackwardsEndBeforeTheKey) {
  const KeyRange range{"b", "f"};
  const KeyRange left = resume(arena_, range, "c", true);
  EXPECT_FALSE(left.contains("c"));
  EXPECT_TRUE(left.contains("bzz"));
  EXPECT_EQ(left.begin, "b");
  EXPECT_EQ(resume(arena_, range, "g", true).end, "f");
  EXPECT_TRUE(resume(arena_, range, "a", true).empty());
}

}  // namespace
}  // namespace magneto::internal::keys
