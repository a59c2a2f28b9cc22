// SPDX-License-Identifier: Apache-2.0

#include "expression/legacy.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/test_request.h"

namespace magneto::internal::expression::legacy {
namespace {

constexpr std::string_view kItem =
    "s: 'hello', n: 5, b: b'hello', t: true, u: null, l: ['x', 1, [1]], m: {k: 'v'}, "
    "ss: <'a', 'b'>, ns: <1, 2>, bs: <b'a'>";

constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";

/// "op attribute value, value": one condition of a filter.
class Filter {
 public:
  Filter(Arena& arena, std::string_view text) {
    const std::size_t first = text.find(' ');
    const std::size_t second = text.find(' ', first + 1);
    const auto op = operator_named(text.substr(0, first));
    EXPECT_TRUE(op.has_value()) << text;
    condition_.op = *op;
    condition_.attribute = arena.copy(text.substr(first + 1, second - first - 1));
    if (second == std::string_view::npos) return;
    const std::string list = std::string("[").append(text.substr(second + 1)) + "]";
    for (value::ValueView each : value_of(arena, list).list()) values_.push_back(each);
    condition_.values = values_;
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  const AttributeCondition& condition() const { return condition_; }

 private:
  std::vector<value::ValueView> values_;
  AttributeCondition condition_;
};

/// "true", "false" or the error.
std::string filtered(std::string_view text) {
  TestRequest request;
  const Filter filter(request.arena(), text);
  const auto bound = bind_filter(request.arena(), std::span(&filter.condition(), 1), Logic::kAnd);
  if (!bound.ok()) return bound.error().message();
  return evaluate(**bound, request.item(kItem)) ? "true" : "false";
}

TEST(LegacyFilter, ConditionsThatHold) {
  for (std::string_view text : {
           "EQ s 'hello'",
           "EQ n 5.0",
           "EQ t true",
           "EQ u null",
           "EQ ss <'b', 'a'>",
           "EQ m {k: 'v'}",
           "NE s 'x'",
           "NE s 5",
           "NE nope 'x'",
           "NE nope true",
           "NE l [1]",
           "LE s 'hello'",
           "LT n 6",
           "GE s 'hello'",
           "GT n -1",
           "BETWEEN n 1, 6",
           "BETWEEN s 'he', 'hello'",
           "NOT_NULL s",
           "NOT_NULL u",
           "NULL nope",
           "CONTAINS s 'ell'",
           "CONTAINS b b'ell'",
           "CONTAINS l 1",
           "CONTAINS l 'x'",
           "CONTAINS ss 'a'",
           "CONTAINS ns 1",
           "CONTAINS bs b'a'",
           "NOT_CONTAINS s 'x'",
           "NOT_CONTAINS s 5",
           "NOT_CONTAINS n 5",
           "NOT_CONTAINS t true",
           "NOT_CONTAINS ss 'x'",
           "NOT_CONTAINS m 'v'",
           "BEGINS_WITH s 'he'",
           "BEGINS_WITH b b'he'",
           "IN n 1, 5",
           "IN s 'x', 'hello'",
       }) {
    EXPECT_EQ(filtered(text), "true") << text;
  }
}

TEST(LegacyFilter, ConditionsThatFail) {
  for (std::string_view text : {
           "EQ s 'x'",
           "EQ nope 'x'",
           "EQ s 5",
           "NE s 'hello'",
           "NE t true",
           "LT s 'ell'",
           "LT nope 'x'",
           "LT n 'x'",
           "BETWEEN nope 1, 6",
           "BETWEEN s 1, 6",
           "NULL s",
           "NULL u",
           "NOT_NULL nope",
           "CONTAINS s 5",
           "CONTAINS n 5",
           "CONTAINS nope 'x'",
           "CONTAINS t true",
           "CONTAINS m 'v'",
           "NOT_CONTAINS nope 'x'",
           "NOT_CONTAINS s 'ell'",
           "NOT_CONTAINS ss 'a'",
           "BEGINS_WITH s 'ell'",
           "BEGINS_WITH ss 'a'",
           "BEGINS_WITH nope 'x'",
           "IN n 1, 2",
           "IN nope 'x'",
           "IN ss 'a'",
       }) {
    EXPECT_EQ(filtered(text), "false") << text;
  }
}

TEST(LegacyFilter, ChecksTheNumberOfArguments) {
  for (std::string_view text :
       {"EQ a", "EQ a 1, 1", "NE a", "LE a 1, 1", "LT a", "GE a", "GT a", "CONTAINS a",
        "NOT_CONTAINS a 1, 1", "BEGINS_WITH a", "IN a", "BETWEEN a 1", "BETWEEN a 1, 1, 1",
        "NULL a 1", "NOT_NULL a 1, 1"}) {
    const std::string op(text.substr(0, text.find(' ')));
    EXPECT_EQ(filtered(text), std::string(kInvalid) + "Invalid number of argument(s) for the " +
                                  op + " ComparisonOperator")
        << text;
  }
}

TEST(LegacyFilter, ChecksTheTypesOfArguments) {
  const auto not_valid = [](std::string_view op, std::string_view type) {
    return std::string(kInvalid) + "ComparisonOperator " + std::string(op) + " is not valid for " +
           std::string(type) + " AttributeValue type";
  };
  for (std::string_view op : {"LT", "LE", "GT", "GE", "IN"}) {
    const std::string start = std::string(op) + " a ";
    EXPECT_EQ(filtered(start + "true"), not_valid(op, "BOOL"));
    EXPECT_EQ(filtered(start + "null"), not_valid(op, "NULL"));
    EXPECT_EQ(filtered(start + "<'a'>"), not_valid(op, "SS"));
    EXPECT_EQ(filtered(start + "<1>"), not_valid(op, "NS"));
    EXPECT_EQ(filtered(start + "<b'a'>"), not_valid(op, "BS"));
    EXPECT_EQ(filtered(start + "{}"), not_valid(op, "M"));
    EXPECT_EQ(filtered(start + "[]"), not_valid(op, "L"));
  }
  EXPECT_EQ(filtered("CONTAINS a <'a'>"), not_valid("CONTAINS", "SS"));
  EXPECT_EQ(filtered("NOT_CONTAINS a []"), not_valid("NOT_CONTAINS", "L"));
  EXPECT_EQ(filtered("BEGINS_WITH a 1"), not_valid("BEGINS_WITH", "N"));
  EXPECT_EQ(filtered("BETWEEN a true, true"), not_valid("BETWEEN", "BOOL"));
  EXPECT_EQ(filtered("IN a 'b', 1"),
            std::string(kInvalid) +
                "AttributeValues inside AttributeValueList must be of same "
                "type");
  EXPECT_EQ(filtered("IN a 'b', <'a'>"), not_valid("IN", "SS"));
  EXPECT_EQ(filtered("BETWEEN a 'b', 'a'"),
            "The BETWEEN condition was provided a range where the lower bound is greater than the "
            "upper bound");
  EXPECT_EQ(filtered("BETWEEN a 1, 'a'"),
            std::string(kInvalid) +
                "AttributeValues inside AttributeValueList must be of "
                "same type");
}

TEST(LegacyFilter, JoinsByAndOrOr) {
  TestRequest request;
  const Filter yes(request.arena(), "EQ s 'hello'");
  const Filter no(request.arena(), "EQ n 6");
  const auto joined = [&](std::vector<AttributeCondition> all, Logic logic) {
    const auto bound = bind_filter(request.arena(), all, logic);
    return bound.ok() && evaluate(**bound, request.item(kItem));
  };
  const auto& y = yes.condition();
  const auto& n = no.condition();
  EXPECT_TRUE(joined({y, y, y}, Logic::kAnd));
  EXPECT_FALSE(joined({y, y, n}, Logic::kAnd));
  EXPECT_FALSE(joined({n, y, y}, Logic::kAnd));
  EXPECT_TRUE(joined({n, y, n}, Logic::kOr));
  EXPECT_TRUE(joined({n, n, y}, Logic::kOr));
  EXPECT_FALSE(joined({n, n, n}, Logic::kOr));
  EXPECT_TRUE(joined({}, Logic::kAnd));
}

TEST(LegacyExpected, ChecksWhichMembersGoTogether) {
  TestRequest request;
  const value::ValueView value = value_of(request.arena(), "'hello'");
  const std::span<const value::ValueView> list(&value, 1);
  const auto error = [&](ExpectedAttribute expected) {
    expected.attribute = "s";
    std::string text =
        text_of(bind_expected(request.arena(), std::span(&expected, 1), Logic::kAnd));
    return text.starts_with(kInvalid) ? text.substr(kInvalid.size()) : text;
  };
  const auto none = std::nullopt;
  EXPECT_EQ(error({{}, none, none, none, none}),
            "Value must be provided when Exists is null for Attribute: s");
  EXPECT_EQ(error({{}, none, true, none, none}),
            "Value must be provided when Exists is true for Attribute: s");
  EXPECT_EQ(error({{}, value, false, none, none}),
            "Value cannot be used when Exists is false for Attribute: s");
  EXPECT_EQ(error({{}, value, none, Operator::kEq, list}),
            "Value and AttributeValueList cannot be used together for Attribute: s");
  EXPECT_EQ(error({{}, value, false, none, list}),
            "Value and AttributeValueList cannot be used together for Attribute: s");
  EXPECT_EQ(error({{}, none, true, none, list}),
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: s");
  EXPECT_EQ(error({{}, none, true, Operator::kEq, list}),
            "Exists and ComparisonOperator cannot be used together for Attribute: s");
  EXPECT_EQ(error({{}, none, true, Operator::kLt, none}),
            "Exists and ComparisonOperator cannot be used together for Attribute: s");
  EXPECT_EQ(
      error({{}, none, none, Operator::kLt, none}),
      "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: s");
  EXPECT_EQ(error({{}, value, none, Operator::kNull, none}),
            "Invalid number of argument(s) for the NULL ComparisonOperator");
  EXPECT_EQ(error({{}, value, none, Operator::kBetween, none}),
            "Invalid number of argument(s) for the BETWEEN ComparisonOperator");
  EXPECT_EQ(error({{}, none, none, Operator::kNotNull, none}), "OK");
  EXPECT_EQ(error({{}, value, none, Operator::kEq, none}), "OK");
  EXPECT_EQ(error({{}, value, true, none, none}), "OK");
  EXPECT_EQ(error({{}, none, false, none, none}), "OK");
}

TEST(LegacyExpected, ComparesTheValueOrWantsTheAttributeAbsent) {
  TestRequest request;
  const auto holds = [&](std::string_view attribute, std::optional<std::string_view> value,
                         std::optional<bool> exists, std::optional<Operator> op = std::nullopt) {
    ExpectedAttribute expected{attribute, std::nullopt, exists, op, std::nullopt};
    if (value.has_value()) expected.value = value_of(request.arena(), *value);
    const auto bound = bind_expected(request.arena(), std::span(&expected, 1), Logic::kAnd);
    EXPECT_TRUE(bound.ok()) << text_of(bound);
    return evaluate(**bound, request.item(kItem));
  };
  EXPECT_TRUE(holds("s", "'hello'", std::nullopt));
  EXPECT_TRUE(holds("m", "{k: 'v'}", true));
  EXPECT_FALSE(holds("s", "5", std::nullopt));
  EXPECT_TRUE(holds("nope", std::nullopt, false));
  EXPECT_FALSE(holds("s", std::nullopt, false));
  EXPECT_FALSE(holds("s", "'hello'", std::nullopt, Operator::kNe));
  EXPECT_TRUE(holds("n", "6", std::nullopt, Operator::kLt));
}

TEST(LegacyKeyConditions, AreHeldToTheSchemaLikeExpressions) {
  const keys::KeySchema schema{{{"s", value::Type::kString}}, {{"n", value::Type::kNumber}}};
  const auto error = [&](std::vector<std::string_view> texts, bool has_index = false) {
    TestRequest request;
    std::vector<AttributeCondition> conditions;
    std::vector<std::unique_ptr<Filter>> filters;
    for (std::string_view text : texts) {
      filters.push_back(std::make_unique<Filter>(request.arena(), text));
      conditions.push_back(filters.back()->condition());
    }
    const auto terms = bind_key_conditions(request.arena(), conditions, has_index);
    if (!terms.ok()) return text_of(terms);
    return text_of(match_key_condition(request.arena(), **terms, schema));
  };
  EXPECT_EQ(error({"EQ s 'x'"}), "OK");
  EXPECT_EQ(error({"BETWEEN n 1, 2", "EQ s 'x'"}), "OK");
  EXPECT_EQ(error({}), "Conditions can be of length 1 or 2 only");
  EXPECT_EQ(error({"EQ s 'x'", "EQ n 1", "EQ d 1"}), "Conditions can be of length 1 or 2 only");
  EXPECT_EQ(error({"EQ s", "NULL b", "NULL c"}),
            std::string(kInvalid) + "Invalid number of argument(s) for the EQ ComparisonOperator");
  EXPECT_EQ(error({"NULL z"}), "Query condition missed key schema element: s");
  EXPECT_EQ(error({"EQ s 'x'", "NULL c"}), "Query condition missed key schema element: n");
  EXPECT_EQ(error({"LT s 'x'"}), "Query key condition not supported");
  EXPECT_EQ(error({"EQ s 1"}),
            std::string(kInvalid) + "Condition parameter type does not match schema type");
  for (std::string_view text :
       {"NULL s", "NOT_NULL s", "NE s 1", "CONTAINS s 'a'", "NOT_CONTAINS s 'a'", "IN s 'a'"}) {
    EXPECT_EQ(error({text}), "Attempted conditional constraint is not an indexable operation")
        << text;
  }
  for (std::string_view text :
       {"NULL n", "NOT_NULL n", "CONTAINS n 'a'", "NOT_CONTAINS n 'a'", "IN n 'a'"}) {
    EXPECT_EQ(error({"EQ s 'b'", text}),
              "Attempted conditional constraint is not an indexable operation")
        << text;
  }
}

std::string updated(std::string_view action, std::string_view attribute,
                    std::optional<std::string_view> value) {
  TestRequest request;
  AttributeUpdate update{attribute, std::nullopt, *action_named(action)};
  if (value.has_value()) update.value = value_of(request.arena(), *value);
  const auto bound = bind_attribute_updates(request.arena(), std::span(&update, 1));
  if (!bound.ok()) return bound.error().message();
  const value::ItemView old = request.item("l: [1], n: 5, s: 'hello', ss: <'a', 'b'>");
  const auto changed = apply_update(request.arena(), **bound, old);
  if (!changed.ok()) return changed.error().message();
  const auto found = changed->find(attribute);
  return found.has_value() ? literal_of(*found) : "none";
}

TEST(LegacyUpdates, PutAddAndDelete) {
  EXPECT_EQ(updated("PUT", "a", "3"), "3");
  EXPECT_EQ(updated("PUT", "a.b", "3"), "3");
  EXPECT_EQ(updated("DELETE", "s", std::nullopt), "none");
  EXPECT_EQ(updated("DELETE", "zz", std::nullopt), "none");
  EXPECT_EQ(updated("ADD", "n", "-5"), "0");
  EXPECT_EQ(updated("ADD", "a", "3"), "3");
  EXPECT_EQ(updated("ADD", "l", "[2, 'x']"), "[1, 2, 'x']");
  EXPECT_EQ(updated("ADD", "a", "[2]"), "[2]");
  EXPECT_EQ(updated("ADD", "ss", "<'b', 'c'>"), "<'a', 'b', 'c'>");
  EXPECT_EQ(updated("DELETE", "ss", "<'b', 'c'>"), "<'a'>");
  EXPECT_EQ(updated("DELETE", "ss", "<'b', 'a'>"), "none");
  EXPECT_EQ(updated("DELETE", "a", "<'b', 'a'>"), "none");
}

TEST(LegacyUpdates, RefuseTypesThatDoNotFit) {
  EXPECT_EQ(
      updated("PUT", "a", std::nullopt),
      std::string(kInvalid) + "Only DELETE action is allowed when no attribute value is specified");
  EXPECT_EQ(updated("ADD", "a", "'x'"),
            std::string(kInvalid) + "ADD action is not supported for the type STRING");
  EXPECT_EQ(updated("ADD", "a", "true"),
            std::string(kInvalid) + "ADD action is not supported for the type BOOLEAN");
  EXPECT_EQ(updated("ADD", "a", "{}"),
            std::string(kInvalid) + "ADD action is not supported for the type MAP");
  EXPECT_EQ(
      updated("DELETE", "ss", "'x'"),
      std::string(kInvalid) + "DELETE action with value is not supported for the type STRING");
  EXPECT_EQ(updated("DELETE", "l", "[1]"),
            std::string(kInvalid) + "DELETE action with value is not supported for the type LIST");
  constexpr std::string_view kMismatch = "Type mismatch for attribute to update";
  EXPECT_EQ(updated("ADD", "s", "3"), kMismatch);
  EXPECT_EQ(updated("ADD", "l", "3"), kMismatch);
  EXPECT_EQ(updated("ADD", "n", "[3]"), kMismatch);
  EXPECT_EQ(updated("ADD", "ss", "<1>"), kMismatch);
  EXPECT_EQ(updated("DELETE", "s", "<'a'>"), kMismatch);
}

TEST(LegacyUpdates, OfVeryManyAttributesTakeLittleTime) {
  TestRequest request;
  const value::ValueView one = value_of(request.arena(), "1");
  std::vector<std::string> names;
  for (int i = 0; i < 100'000; ++i) names.push_back("attribute" + std::to_string(i));
  std::vector<AttributeUpdate> updates;
  for (const std::string& name : names) updates.push_back({name, one, Action::kPut});
  const auto bound = bind_attribute_updates(request.arena(), updates);
  ASSERT_TRUE(bound.ok());
  const auto changed = apply_update(request.arena(), **bound, request.item("a: 1"));
  ASSERT_TRUE(changed.ok());
  EXPECT_TRUE(value::check_item(changed->bytes()).ok());
  EXPECT_EQ(changed->size(), names.size() + 1);
}

TEST(LegacyUpdates, RefuseAnAttributeThatIsThereTwice) {
  TestRequest request;
  const value::ValueView one = value_of(request.arena(), "1");
  const AttributeUpdate updates[] = {
      {"b", one, Action::kPut}, {"a", one, Action::kPut}, {"b", one, Action::kAdd}};
  EXPECT_FALSE(bind_attribute_updates(request.arena(), updates).ok());
}

TEST(LegacyUpdates, OfNothingAtAllChangeNothing) {
  TestRequest request;
  const auto bound = bind_attribute_updates(request.arena(), {});
  ASSERT_TRUE(bound.ok());
  EXPECT_FALSE(only_removes(**bound));
  EXPECT_EQ(literal_of(*apply_update(request.arena(), **bound, request.item("a: 1"))), "a: 1");
}

TEST(LegacyOperators, HaveTheNamesOfTheModel) {
  for (std::string_view name : {"EQ", "NE", "IN", "LE", "LT", "GE", "GT", "BETWEEN", "NOT_NULL",
                                "NULL", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH"}) {
    ASSERT_TRUE(operator_named(name).has_value()) << name;
    EXPECT_EQ(operator_name(*operator_named(name)), name);
  }
  EXPECT_FALSE(operator_named("eq").has_value());
  EXPECT_FALSE(action_named("put").has_value());
}

}  // namespace
}  // namespace magneto::internal::expression::legacy
