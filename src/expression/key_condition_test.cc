// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

using keys::SortOperator;
using value::Type;

const keys::KeySchema kHash{{{"p", Type::kString}}, {}};
const keys::KeySchema kHashAndRange{{{"p", Type::kString}}, {{"c", Type::kString}}};
const keys::KeySchema kNumeric{{{"p", Type::kString}}, {{"c", Type::kNumber}}};
const keys::KeySchema kSeveral{
    {{"h1", Type::kString}, {"h2", Type::kString}},
    {{"r1", Type::kNumber}, {"r2", Type::kString}, {"r3", Type::kString}}};

constexpr std::string_view kValues =
    ":s: 'x', :t: 'y', :z: 'z', :n: 1, :b: b'b', :ss: <'a'>, :e: '', :typ: 'S'";

std::string error_of(std::string_view text, const keys::KeySchema& schema, bool has_index = false) {
  TestRequest request("", kValues);
  const auto condition = request.condition(text, Role::kKeyCondition);
  if (!condition.ok()) return condition.error().message();
  const auto terms =
      key_terms(request.arena(), **condition, has_index ? TermCount::kAny : TermCount::kTwo);
  if (!terms.ok()) return terms.error().message();
  return text_of(match_key_condition(request.arena(), **terms, schema));
}

struct Case {
  std::string_view text;
  std::string_view error;
};

std::string_view operator_name(SortOperator op) {
  constexpr std::string_view kNames[] = {"=", "<", "<=", ">", ">=", "BETWEEN", "begins_with"};
  return kNames[static_cast<std::size_t>(op)];
}

/// The matched condition as text: "p | equal sort values | operator low high".
std::string matched(std::string_view text, const keys::KeySchema& schema) {
  TestRequest request("#c: c", kValues);
  ParseCache cache;
  const auto condition = bind_key_condition(cache, request.arena(), request.arena().copy(text),
                                            request.placeholders(), schema);
  if (!condition.ok()) return condition.error().message();
  std::string all;
  for (value::ValueView each : condition->partition_values) all += literal_of(each) + " ";
  all += "|";
  for (value::ValueView each : condition->sort.equal) all.append(" ").append(literal_of(each));
  all += " |";
  if (condition->sort.range.has_value()) {
    all.append(" ").append(operator_name(*condition->sort.range));
    all.append(" ").append(literal_of(condition->sort.low));
    if (*condition->sort.range == SortOperator::kBetween) {
      all.append(" ").append(literal_of(condition->sort.high));
    }
  }
  return all;
}

TEST(KeyCondition, TakesEveryFormOfSortCondition) {
  const Case cases[] = {
      {"p = :s", "'x' | |"},
      {"(p=:s) and (c=:z)", "'x' | 'z' |"},
      {"(p=:s and #c=:z)", "'x' | 'z' |"},
      {":z = c and :s = p", "'x' | 'z' |"},
      {"p=:s and c<:z", "'x' | | < 'z'"},
      {"p=:s and :z<c", "'x' | | > 'z'"},
      {"p=:s and c<=:z", "'x' | | <= 'z'"},
      {"p=:s and :z<=c", "'x' | | >= 'z'"},
      {"c>:z and p=:s", "'x' | | > 'z'"},
      {"p=:s and :z>c", "'x' | | < 'z'"},
      {"p=:s and c>=:z", "'x' | | >= 'z'"},
      {"p=:s and :z>=c", "'x' | | <= 'z'"},
      {"p=:s and c between :t and :z", "'x' | | BETWEEN 'y' 'z'"},
      {"p=:s and begins_with(c,:t)", "'x' | | begins_with 'y'"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(matched(each.text, kHashAndRange), each.error) << each.text;
  EXPECT_EQ(matched("p = :s", kHash), "'x' | |");
  EXPECT_EQ(matched("p = :s and c > :n", kNumeric), "'x' | | > 1");
}

TEST(KeyCondition, RefusesWhatOnlyOtherConditionsMaySay) {
  const Case cases[] = {
      {"p=:s or c=:s", "Invalid operator used in KeyConditionExpression: OR"},
      {"not p=:s", "Invalid operator used in KeyConditionExpression: NOT"},
      {"p=:s and not c=:s", "Invalid operator used in KeyConditionExpression: NOT"},
      {"p=:s and (c=:z or d=:z)", "Invalid operator used in KeyConditionExpression: OR"},
      {"p<>:s or c=:z", "Invalid operator used in KeyConditionExpression: OR"},
      {"not p=:s or c=:z", "Invalid operator used in KeyConditionExpression: OR"},
      {"a > b and size(b) > c or a > c", "Invalid operator used in KeyConditionExpression: OR"},
      {"p<>:s", "Invalid operator used in KeyConditionExpression: <>"},
      {"a in (b, size(c), d)", "Invalid operator used in KeyConditionExpression: IN"},
      {"attribute_exists(p)", "Invalid operator used in KeyConditionExpression: attribute_exists"},
      {"p=:s and attribute_not_exists(c)",
       "Invalid operator used in KeyConditionExpression: attribute_not_exists"},
      {"attribute_type(a, :typ)",
       "Invalid operator used in KeyConditionExpression: attribute_type"},
      {"contains(a.d, b)", "Invalid operator used in KeyConditionExpression: contains"},
      {":s between size(b) and size(a) and b > :s",
       "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute "
       "as "
       "its first operand"},
      {"begins_with(:s, b) and a > :s",
       "Invalid condition in KeyConditionExpression: begins_with operator must have the key "
       "attribute "
       "as its first operand"},
      {"size(b) > a AND a.b > b AND b > c",
       "KeyConditionExpressions cannot contain nested operations"},
      {"a > size(b.d)", "KeyConditionExpressions cannot contain nested operations"},
      {"a > size(:s)", "KeyConditionExpressions cannot contain nested operations"},
      {"a between size(b) and size(a)", "KeyConditionExpressions cannot contain nested operations"},
      {"b > a.b",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"b between c[1] and d",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"a between b and size(a)",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"begins_with(a, b)",
       "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
       "condition"},
      {"b.d > a AND c.d > e.f",
       "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"b[0] > a", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"p=:s AND a.b<:s", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {":s > :t AND a < :t",
       "Invalid condition in KeyConditionExpression: No key attribute specified"},
      {"b > :s AND b < :s and c = :s and d = :s",
       "KeyConditionExpressions must only contain one condition per key"},
      {"(a > :s and b > :s) and (b > :s and c > :s)",
       "KeyConditionExpressions must only contain one condition per key"},
      {":s = a and b = :s and :s = c", "Conditions can be of length 1 or 2 only"},
      {"p=:s and c between :z and :t",
       "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater "
       "than "
       "or equal to lower bound; lower bound operand: AttributeValue: {S:z}, upper bound operand: "
       "AttributeValue: {S:y}"},
      {"p=p",
       "Invalid KeyConditionExpression: The first operand must be distinct from the remaining "
       "operands for this operator or function; operator: =, first operand: [p]"},
      {"p=:s and begins_with(c,:n)",
       "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator "
       "or "
       "function: begins_with, operand type: N"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(error_of(each.text, kHashAndRange), each.error) << each.text;
}

TEST(KeyCondition, MustFitTheKeySchema) {
  constexpr std::string_view kNotSupported = "Query key condition not supported";
  constexpr std::string_view kWrongType =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  const Case cases[] = {
      {"c=:s", "Query condition missed key schema element: p"},
      {"d=:s", "Query condition missed key schema element: p"},
      {"z between :n and :n", "Query condition missed key schema element: p"},
      {"p=:s and d=:s", "Query condition missed key schema element: c"},
      {"p=:s and d>:n", "Query condition missed key schema element: c"},
      {"p>:s", kNotSupported},
      {"p between :s and :t", kNotSupported},
      {"begins_with(p,:s)", kNotSupported},
      {"p>:s and c=:s", kNotSupported},
      {"p=:n", kWrongType},
      {":n > p", kWrongType},
      {"p=:ss", kWrongType},
      {"p=:s and c=:n", kWrongType},
      {"p=:s and c between :n and :n", kWrongType},
      {"p=:s and begins_with(c,:b)", kWrongType},
      {"p=:s and c<:b", kWrongType},
  };
  for (const Case& each : cases)
    EXPECT_EQ(error_of(each.text, kHashAndRange), each.error) << each.text;
  EXPECT_EQ(error_of("p=:s and c=:s", kHash), kNotSupported);
  EXPECT_EQ(error_of("y=:s and z=:s", kHash), kNotSupported);
  EXPECT_EQ(error_of("p=:s and c=:s", kNumeric), kWrongType);
  EXPECT_EQ(error_of("p=:s and begins_with(c, :s)", kNumeric), kWrongType);
}

TEST(KeyCondition, RefusesEmptyAndTooLongValues) {
  EXPECT_EQ(
      error_of("p=:e", kHashAndRange),
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
      "contain an empty string value. Key: p");
  EXPECT_EQ(
      error_of("p=:s and begins_with(c, :e)", kHashAndRange),
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
      "contain an empty string value. Key: c");
  TestRequest request("", ":long: '" + std::string(2049, 'x') + "', :s: 'x'");
  ParseCache cache;
  const auto error = [&](std::string_view text) {
    return text_of(bind_key_condition(cache, request.arena(), request.arena().copy(text),
                                      request.placeholders(), kHashAndRange));
  };
  EXPECT_EQ(
      error("p=:long"),
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
      "limit of2048 bytes");
  EXPECT_EQ(
      error("p=:s and c=:long"),
      "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
      "the size limit of 1024 bytes");
}

TEST(KeyCondition, OfSeveralAttributesWantsEqualityFromTheLeft) {
  const Case matches[] = {
      {"h1=:s and h2=:t", "'x' 'y' | |"},
      {"h2=:t and h1=:s", "'x' 'y' | |"},
      {"h1=:s and h2=:s and r1=:n", "'x' 'x' | 1 |"},
      {"h1=:s and h2=:s and r1>:n", "'x' 'x' | | > 1"},
      {"h1=:s and h2=:s and r1=:n and r2=:t and r3>:s", "'x' 'x' | 1 'y' | > 'x'"},
      {"r2 between :s and :t and h1=:s and r1=:n and h2=:s", "'x' 'x' | 1 | BETWEEN 'x' 'y'"},
      {"h1=:s and h2=:s and r1=:n and begins_with(r2, :s)", "'x' 'x' | 1 | begins_with 'x'"},
  };
  for (const Case& each : matches) EXPECT_EQ(matched(each.text, kSeveral), each.error) << each.text;

  constexpr std::string_view kWrongType =
      "One or more parameter values were invalid: Condition parameter type does not match schema "
      "type";
  const Case errors[] = {
      {"h1=:s", "HASH key attributes h2 must have equality conditions specified in the query"},
      {"h1=:s and h2>:s",
       "HASH key attributes h2 must have equality conditions specified in the query"},
      {"h1=:s and begins_with(h2,:s)",
       "HASH key attributes h2 must have equality conditions specified in the query"},
      {"h2=:s and r1=:n",
       "HASH key attributes h1 must have equality conditions specified in the query"},
      {"z=:s", "HASH key attributes h1, h2 must have equality conditions specified in the query"},
      {"h1=:s and z=:s and y=:s",
       "HASH key attributes h2 must have equality conditions specified in the query"},
      {"h1=:s and h2=:s and r2=:s",
       "RANGE key attributes r1 must have equality conditions specified in the query because a "
       "condition is present on key attribute r2"},
      {"h1=:s and h2=:s and r1>:n and r2>:s",
       "RANGE key attributes r1 must have equality conditions specified in the query because a "
       "condition is present on key attribute r2"},
      {"h1=:s and h2=:s and r1=:n and r3=:s",
       "RANGE key attributes r2 must have equality conditions specified in the query because a "
       "condition is present on key attribute r3"},
      {"h1=:n and h2=:s", kWrongType},
      {"h1=:s and h2=:s and r1=:s", kWrongType},
      {"h1=:s and h2=:s and begins_with(r1,:s)", kWrongType},
      {"h1=:s and h2=:s and r1=:n and z=:s", "Query condition missed key schema element: r2"},
      {"h1=:s and h2=:s and r1=:n and r2=:s and r3=:s and z=:s",
       "Query key condition not supported"},
      {"h1=:s and h1=:s", "KeyConditionExpressions must only contain one condition per key"},
  };
  for (const Case& each : errors)
    EXPECT_EQ(error_of(each.text, kSeveral, true), each.error) << each.text;
}

}  // namespace
}  // namespace magneto::internal::expression
