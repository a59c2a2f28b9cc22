// SPDX-License-Identifier: Apache-2.0
#include "expression/search_condition.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

using value::Type;

constexpr SearchElement kFilters[] = {{"x", Type::kString, false}, {"n", Type::kNumber, false}};
constexpr SearchElement kWithHash[] = {
    {"n", Type::kNumber, false}, {"h", Type::kString, true}, {"x", Type::kString, false}};

constexpr std::string_view kValues = ":s: 'x', :t: 'y', :n: 1, :m: 5, :e: '', :b: b'b', :type: 'S'";
constexpr std::string_view kInvalid = "Invalid SearchConditionExpression: ";
const std::string kOperator = "Invalid operator used in SearchConditionExpression";
const std::string kComparator = "Invalid comparator used in SearchConditionExpression";

// Empty: fine.
std::string error_of(std::string_view text, std::span<const SearchElement> schema) {
  TestRequest request("#h: h, #x: x", kValues);
  const auto condition = request.condition(text, Role::kSearchCondition);
  if (!condition.ok()) return condition.error().message();
  const auto checked = check_search_condition(**condition);
  if (!checked.ok()) return checked.error().message();
  const auto hash = match_search_condition(*condition, schema, "meaning");
  return hash.ok() ? "" : hash.error().message();
}

std::string hash_of(std::string_view text) {
  TestRequest request("#h: h, #x: x", kValues);
  const auto condition = request.condition(text, Role::kSearchCondition);
  const auto hash = match_search_condition(*condition, kWithHash, "meaning");
  return std::string((*hash)->scalar());
}

TEST(SearchCondition, TakesEqualityOfAttributesOfTheSchema) {
  for (const std::string_view text :
       {"x = :s", "x = :s AND (n = :n OR NOT x = :t)", ":s = x", "#x = :s"}) {
    EXPECT_EQ(error_of(text, kFilters), "") << text;
  }
}

TEST(SearchCondition, RefusesOtherComparators) {
  for (const std::string_view text :
       {"n <> :n", "n < :n", "n <= :n", "n > :n", "n >= :n", "x = :s AND n > :n"}) {
    EXPECT_EQ(error_of(text, kFilters), std::string(kInvalid) + kComparator) << text;
  }
}

TEST(SearchCondition, RefusesOtherOperatorsAndFunctions) {
  for (const std::string_view text :
       {"contains(x, :s)", "attribute_type(x, :type)", "size(x) > :n", "x = :s AND contains(x, :s)",
        "n BETWEEN :n AND :m", "x IN (:s, :t)", "begins_with(x, :s)", "attribute_exists(x)",
        "attribute_not_exists(n)"}) {
    EXPECT_EQ(error_of(text, kFilters), std::string(kInvalid) + kOperator) << text;
  }
}

TEST(SearchCondition, IsAboutOneTopLevelAttributeEach) {
  EXPECT_NE(error_of("x.y = :s", kFilters).find("nested attributes"), std::string::npos);
  EXPECT_NE(error_of("x[0] = :s", kFilters).find("nested attributes"), std::string::npos);
  EXPECT_NE(error_of("x = n", kFilters).find("Multiple attribute names"), std::string::npos);
  EXPECT_NE(error_of(":s = :t", kFilters).find("No attribute"), std::string::npos);
}

TEST(SearchCondition, OperatorsAreLookedAtBeforeNamesAndNamesBeforeTypes) {
  EXPECT_EQ(error_of("z.y = :s AND contains(z, :s)", kFilters), std::string(kInvalid) + kOperator);
  EXPECT_NE(error_of("z = :s AND x.y = :s", kFilters).find("nested"), std::string::npos);
  EXPECT_NE(error_of("z = :s AND n = :s", kFilters).find("SearchSchema"), std::string::npos);
}

TEST(SearchCondition, RefusesAttributesOutsideOfTheSchemaAndWrongTypes) {
  EXPECT_EQ(error_of("z = :s", kFilters),
            "SearchConditionExpression must not contain any attributes that is not in "
            "SearchSchema. Invalid attribute: z");
  const std::string type =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  EXPECT_EQ(error_of("n = :s", kFilters), type);
  EXPECT_EQ(error_of("x = :n", kFilters), type);
}

TEST(SearchCondition, HashMustBeGiven) {
  const std::string missing =
      "SearchConditionExpression must be provided when SearchSchema has a HASH key";
  EXPECT_EQ(error_of("x = :s", kWithHash),
            "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
  const auto none = match_search_condition(nullptr, kWithHash, "meaning");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().message(), missing);
  EXPECT_TRUE(match_search_condition(nullptr, kFilters, "meaning").ok());
}

TEST(SearchCondition, HashMayStandAnywhereWhereItMustHold) {
  for (const std::string_view text :
       {"h = :s", "x = :t AND h = :s", ":s = #h AND x = :t", "(x = :t OR n = :n) AND h = :s",
        "h = :s AND (x = :t OR n = :n)", "NOT (NOT h = :s OR x = :t)"}) {
    EXPECT_EQ(error_of(text, kWithHash), "") << text;
    EXPECT_EQ(hash_of(text), "x") << text;
  }
}

TEST(SearchCondition, HashIsOneEqualityThatMustHold) {
  for (const std::string_view text :
       {"h = :s OR x = :s", "NOT h = :s", "x = :s OR h = :s", "(h = :s OR n = :n) AND x = :s",
        "h IN (:s)", "h BETWEEN :s AND :t", "begins_with(h, :s)"}) {
    EXPECT_EQ(error_of(text, kWithHash), std::string(kInvalid) + kOperator) << text;
  }
  EXPECT_EQ(error_of("h < :s", kWithHash), std::string(kInvalid) + kComparator);
  EXPECT_EQ(error_of("h <> :s", kWithHash), std::string(kInvalid) + kComparator);
  EXPECT_NE(error_of("h = :s AND h = :t", kWithHash).find("one condition per key"),
            std::string::npos);
  EXPECT_NE(error_of("h = :e", kWithHash).find("cannot contain an empty string value"),
            std::string::npos);
}

TEST(SearchCondition, SyntaxErrorsNameTheParameter) {
  EXPECT_TRUE(error_of("x =", kFilters).starts_with("Invalid SearchConditionExpression: Syntax"));
  EXPECT_TRUE(error_of("x = :undefined", kFilters).starts_with(kInvalid));
}

}  // namespace
}  // namespace magneto::internal::expression
