// SPDX-License-Identifier: Apache-2.0
#include "keys/key_schema.h"

#include <gtest/gtest.h>

#include "keys/key_test_items.h"

namespace magneto::internal::keys {
namespace {

using Kind = KeyProblem::Kind;
using value::Type;

const KeySchema kSchema{{{"p", Type::kString}}, {{"s", Type::kNumber}}};

class FindKeyProblem : public ::testing::Test {
 protected:
  std::optional<KeyProblem> find(std::vector<value::Attribute> attributes) {
    return find_key_problem(kSchema, value::make_item(arena_, attributes));
  }
  value::ValueView s(std::string_view text) { return value::make_string(arena_, text); }
  value::ValueView n(std::string_view text) { return test_number(arena_, text); }
  Arena arena_;
};

TEST_F(FindKeyProblem, AcceptsAnItemWithItsKeyAndIgnoresOtherAttributes) {
  EXPECT_FALSE(find({{"p", s("a")}, {"s", n("-1")}}));
  EXPECT_FALSE(find({{"p", s("a")}, {"s", n("0")}, {"other", s("")}}));
}

TEST_F(FindKeyProblem, ReportsThePartitionBeforeTheSortAttribute) {
  const auto problem = find({{"other", s("a")}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kMissing);
  EXPECT_EQ(problem->attribute->name, "p");
  EXPECT_FALSE(problem->is_sort);
}

TEST_F(FindKeyProblem, ReportsAMissingSortAttribute) {
  const auto problem = find({{"p", s("a")}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kMissing);
  EXPECT_EQ(problem->attribute->name, "s");
  EXPECT_TRUE(problem->is_sort);
}

TEST_F(FindKeyProblem, ReportsTheActualTypeOfAWrongOne) {
  const auto problem = find({{"p", s("a")}, {"s", value::make_null()}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kWrongType);
  EXPECT_EQ(problem->actual, Type::kNull);
  EXPECT_TRUE(problem->is_sort);
}

TEST_F(FindKeyProblem, ReportsAnEmptyString) {
  const auto problem = find({{"p", s("")}, {"s", n("1")}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kEmpty);
}

TEST_F(FindKeyProblem, AcceptsTheLongestPartitionKeyAndRefusesOneByteMore) {
  EXPECT_FALSE(find({{"p", s(std::string(2048, 'x'))}, {"s", n("1")}}));
  const auto problem = find({{"p", s(std::string(2049, 'x'))}, {"s", n("1")}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kTooLong);
  EXPECT_EQ(problem->bytes, 2049u);
}

TEST_F(FindKeyProblem, CountsTheSortAttributesTogether) {
  const KeySchema index{{{"p", Type::kString}}, {{"a", Type::kString}, {"b", Type::kString}}};
  const auto find_ab = [&](std::size_t a, std::size_t b) {
    std::vector<value::Attribute> attributes{
        {"p", s("x")}, {"a", s(std::string(a, 'x'))}, {"b", s(std::string(b, 'x'))}};
    return find_key_problem(index, value::make_item(arena_, attributes));
  };
  EXPECT_FALSE(find_ab(1024 - 24, 24));
  const auto problem = find_ab(1024 - 24, 25);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->kind, Kind::kTooLong);
  EXPECT_EQ(problem->attribute->name, "b");
  EXPECT_EQ(problem->bytes, 1025u);
}

TEST(KeySchemaFind, KnowsPartitionAndSortAttributesAndNothingElse) {
  ASSERT_NE(kSchema.find("s"), nullptr);
  EXPECT_EQ(kSchema.find("s")->type, Type::kNumber);
  EXPECT_TRUE(kSchema.contains("p"));
  EXPECT_FALSE(kSchema.contains("P"));
  EXPECT_EQ(kSchema.size(), 2u);
}

}  // namespace
}  // namespace magneto::internal::keys
