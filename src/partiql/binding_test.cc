// SPDX-License-Identifier: Apache-2.0
#include "partiql/binding.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "expression/expression.h"
#include "expression/test_literals.h"
#include "partiql/test_statement.h"

namespace magneto::internal::partiql {
namespace {

using expression::item_of;
using expression::literal_of;

// A statement with parameters as literals (expression/test_literals.h).
class Bound {
 public:
  explicit Bound(std::string_view text, const std::vector<std::string_view>& parameters = {}) {
    for (std::string_view literal : parameters) {
      values_.push_back(expression::value_of(arena_, literal));
    }
    const auto statement = statement_of(arena_, arena_.copy(text), values_.size());
    EXPECT_TRUE(statement.ok()) << text << ": " << statement.error().message();
    statement_ = *statement;
  }

  std::string item() {
    const auto item = bind_item(arena_, *statement_.item, values_);
    return item.ok() ? literal_of(*item) : item.error().message();
  }
  std::string holds(std::string_view item) {
    const auto condition = bind_condition(arena_, {&statement_.where, 1}, values_);
    if (!condition.ok()) return condition.error().message();
    return expression::evaluate(**condition, item_of(arena_, item)) ? "yes" : "no";
  }
  std::string projected(std::string_view item) {
    const auto projection = bind_projection(arena_, statement_.projection);
    if (!projection.ok()) return projection.error().message();
    return literal_of(expression::project(arena_, **projection, item_of(arena_, item)));
  }
  std::string updated(std::string_view item) {
    const auto update = bind_update(arena_, statement_.actions, values_);
    if (!update.ok()) return update.error().message();
    const auto result = expression::apply_update(arena_, **update, item_of(arena_, item));
    return result.ok() ? literal_of(*result) : result.error().message();
  }

 private:
  Arena arena_;
  std::vector<value::ValueView> values_;
  Statement statement_;
};

std::string inserted(std::string_view tuple) {
  return Bound("INSERT INTO Music VALUE " + std::string(tuple)).item();
}
std::string where(std::string_view clause, std::string_view item) {
  return Bound("SELECT * FROM Music WHERE " + std::string(clause)).holds(item);
}
std::string selected(std::string_view list, std::string_view item) {
  return Bound("SELECT " + std::string(list) + " FROM Music").projected(item);
}
std::string updated(std::string_view clauses, std::string_view item) {
  return Bound("UPDATE Music " + std::string(clauses)).updated(item);
}

TEST(Binding, MakesItemsOfTuples) {
  EXPECT_EQ(inserted("{'s': 'it''s', 'n': -1.50, 'e': 1e3, 'p': +.5, 'b': false, 'z': NULL}"),
            "b: false, e: 1000, n: -1.5, p: 0.5, s: 'it's', z: null");
  EXPECT_EQ(inserted("{'l': [1, ['x', {}]], 'r': (1, 2), 'm': {'a': {'b': 2}}}"),
            "l: [1, ['x', {}]], m: {a: {b: 2}}, r: [1, 2]");
  EXPECT_EQ(inserted("{'ss': <<'b', 'a'>>, 'ns': <<2, -1>>}"), "ns: <-1, 2>, ss: <'a', 'b'>");
  EXPECT_EQ(Bound("INSERT INTO Music VALUE {'a': ?, 'b': ?}", {"b'x'", "[1, <2>]"}).item(),
            "a: b'x', b: [1, <2>]");
}

TEST(Binding, SaysWhyATupleIsNoItem) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"{'a': missing}", "Unsupported data type: MISSING under key root at 1:31:7"},
      {"{'a': [1, [missing]]}",
       "Unsupported data type: LiteralMissing under key root.1.0 at 1:36:7"},
      {"{'a': {'x': {'y': b}}}",
       "Unsupported data type: VariableReference under key root.x.y at 1:43:1"},
      {"{'a': 1 + 2}", "Unsupported data type: + under key root at 1:33:1"},
      {"{'a': b.c}", "Unsupported data type: PATH under key root"},
      {"{'a': [b.c]}", "Unsupported data type: Path under key root.0"},
      {"{'a': [1 + 2]}", "Unsupported data type: NAry under key root.0 at 1:34:1"},
      {"{'a': [size(b)]}", "Unsupported data type: NAry under key root.0 at 1:32:4"},
      {"{'a': [b IS NULL]}", "Unsupported data type: Typed under key root.0 at 1:34:2"},
      {"{'a': [b IS NOT NULL]}", "Unsupported data type: NAry under key root.0 at 1:34:2"},
      {"{'a': [CASE WHEN b THEN 1 END]}",
       "Unsupported data type: SearchedCase under key root.0 at 1:32:4"},
      {"{'a': [CASE b WHEN 1 THEN 2 END]}",
       "Unsupported data type: SimpleCase under key root.0 at 1:32:4"},
      {"{'a': <<>>}", "Empty bags are not supported"},
      {"{'a': <<1, 'x'>>}",
       "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"},
      {"{'a': <<1, 1.0>>}", "Input collection contains duplicates"},
      {"{'a': `{{aGk=}}`}", "Ion Literals are not supported: BLOB under key root at 1:31:10"},
      {"{'a': 1, 'a': 2}", "Duplicate keys in tuple. Key: a under root at 1:34:3"},
      {"{a: 1}",
       "Tuple keys must be of type String. Actual type: VariableReference under root at 1:26:1"},
      {"{'': 1}", "Path component cannot be an empty string"},
      {"{'a': 123456789012345678901234567890123456789}",
       "Attempting to store more than 38 significant digits in a Number under root"},
      {"{'a': -0.0}", "Negative zero decimal is not supported under key root at 1:32:3"},
      {"{'a': 1e126}",
       "Number overflow. Attempting to store a number with magnitude larger than supported range "
       "under root"},
      {"{'a': {'x': 1e126}}",
       "Number overflow. Attempting to store a number with magnitude larger than supported range "
       "under root.x"},
      {"{'a': [1, {'x': 1e-131}]}",
       "Number underflow. Attempting to store a number with magnitude smaller than supported range "
       "under root[1].x"},
  };
  for (const auto& [tuple, error] : cases) EXPECT_EQ(inserted(tuple), error) << tuple;
}

TEST(Binding, EvaluatesConditions) {
  const std::string_view item =
      "a: 1, s: 'text', l: [1, {y: 'z'}], m: {x: 2}, ss: <'p', 'q'>, z: null";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a = 1 AND s = 'text'", "yes"},
      {"a = 2 OR s = 'text' AND m.x = 2", "yes"},
      {"(a = 2 OR s = 'text') AND m.x = 3", "no"},
      {"NOT a = 2 AND NOT (s = 'x' OR a = 3)", "yes"},
      {"a <> 2", "yes"},
      {"a != 1", "no"},
      {"a BETWEEN 0 AND 1 AND l[1].y = 'z'", "yes"},
      {"a NOT BETWEEN 0 AND 1", "no"},
      {"a IN [3, 2, 1]", "yes"},
      {"a IN (1)", "yes"},
      {"a NOT IN <<1, 2>>", "no"},
      {"b IS MISSING AND a IS NOT MISSING", "yes"},
      {"z IS NULL AND a IS NOT NULL", "yes"},
      {"b IS NULL", "no"},
      {"s IS STRING AND a IS NUMERIC AND l IS LIST AND m IS TUPLE", "yes"},
      {"begins_with(s, 'te') AND CONTAINS(ss, 'q') AND contains(l, 1)", "yes"},
      {"attribute_type(m, 'M') AND attribute_exists(l[1].y) AND attribute_not_exists(b)", "yes"},
      {"size(s) = 4 AND size(l) >= 2", "yes"},
      {"m = {'x': 2} AND ss = <<'q', 'p'>>", "yes"},
      {"1 = a", "yes"},
  };
  for (const auto& [clause, answer] : cases) EXPECT_EQ(where(clause, item), answer) << clause;
}

TEST(Binding, SaysWhyAClauseIsNoCondition) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a", "WHERE clause must contain an expression that resolves to a boolean"},
      {"size(a)", "WHERE clause must contain an expression that resolves to a boolean"},
      {"NOT a", "The argument to NOT must be a Type or Expression"},
      {"a = 1 AND b", "The arguments to AND/OR must be Expressions"},
      {"a LIKE 'x%'", "Unsupported operator in Condition Expression. Operator: like"},
      {"a = b + 1", "Unsupported operator in Condition Expression. Operator: +"},
      {"a = MISSING", "MISSING must be compared using IS operator"},
      {"a IN []",
       "IN operator must have a left hand argument of type Variable Reference and right hand "
       "argument of type Seq with at least one member"},
      {"a IS INT",
       "Unsupported data type for IS operator: INTEGER. Supported data types are [MISSING, NULL, "
       "BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST] at 1:29:2"},
      {"a IS INT4", "Unsupported operation: IsType"},
      {"a IS int8", "Unsupported operation: IsType"},
      {"a IS DOUBLE PRECISION", "Unsupported operation: IsType"},
      {"a IS NOT CHARACTER VARYING", "Unsupported operation: IsType"},
      {"a IS VARCHAR", "Unsupported operation: IsType"},
      {"[1] IS NULL",
       "The left hand side argument to IS must be a Variable Reference, Literal, or Path"},
      {"MISSING IS NOT MISSING",
       "The left hand side argument to IS must be a Variable Reference, Literal, or Path"},
      {"'a' IS MISSING",
       "Operator or function requires a document path; operator or function: "
       "attribute_not_exists"},
      {"upper(a) = 'A'", "Unrecognized function: upper at 1:27:5"},
      {"a > [1]",
       "Incorrect operand type for operator or function; operator or function: >, operand type: L"},
      {"begins_with(a)",
       "Incorrect number of operands for operator or function; operator or function: begins_with, "
       "number of operands: 1"},
      {"a = (SELECT * FROM Music)", "Unsupported token in expression: SELECT at 1:32:6"},
      {"a[*] = 1", "Wildcard path component like a[*].b are not supported at 1:29:1"},
      {"a[-1] = 1", "List index is not within the allowable range; index: [-1] at 1:30:1"},
  };
  for (const auto& [clause, error] : cases) EXPECT_EQ(where(clause, ""), error) << clause;
}

TEST(Binding, CountsOperatorsAsExpressionsDo) {
  std::string clause = "a = 0";
  for (int i = 0; i < 149; ++i) clause += " OR a = 1";
  EXPECT_EQ(where(clause, "a: 1"), "yes");  // 150 comparisons, 149 connectives.
  clause += " OR a = 1";
  EXPECT_EQ(where(clause, "a: 1"),
            "The expression contains too many operators; operator count: 301");
}

TEST(Binding, NamesWhatIsSelectedByTheEndOfItsPath) {
  const std::string_view item = "a: 1, l: [1, 2], m: {x: {y: 3}, z: [4, 5]}";
  EXPECT_EQ(selected("a, m.x.y, l[1]", item), "a: 1, l[1]: 2, y: 3");
  EXPECT_EQ(selected("m.z[0], nowhere, m['x']", item), "x: {y: 3}, z[0]: 4");
  EXPECT_EQ(selected("a, m.a", item), "Duplicate identifiers in select clause: a");
  EXPECT_EQ(selected("COUNT(*)", item), "Unexpected path component at 1:8:5");
  EXPECT_EQ(selected("[a].b", item), "A path cannot start with a list index at 1:8:1");
  EXPECT_EQ(selected("m.*", item), "Changing item's hierarchy while reading isn't supported");
  EXPECT_EQ(selected("m.x, m", item),
            "Two document paths overlap with each other; must remove or rewrite one of these "
            "paths; path one: [m], path two: [m, x]");
}

TEST(Binding, Updates) {
  const std::string_view item = "a: 1, l: [1], m: {x: 2}, ss: <'p', 'q'>";
  EXPECT_EQ(updated("SET a = a + 1, m.x = m.x - 5 REMOVE l", item),
            "a: 2, m: {x: -3}, ss: <'p', 'q'>");
  EXPECT_EQ(updated("SET a = 1 + 1 - a + 3 SET l = list_append(l, [2])", item),
            "a: 4, l: [1, 2], m: {x: 2}, ss: <'p', 'q'>");
  EXPECT_EQ(updated("SET ss = set_add(ss, <<'r'>>)", "ss: <'q'>"), "ss: <'q', 'r'>");
  EXPECT_EQ(updated("SET ss = SET_DELETE(ss, <<'q'>>)", "a: 1, ss: <'q'>"), "a: 1");
  EXPECT_EQ(updated("SET b = if_not_exists(b, a + 1)", "a: 1"), "a: 1, b: 2");
  EXPECT_EQ(updated("REMOVE m.x REMOVE l[0]", item), "a: 1, l: [], m: {}, ss: <'p', 'q'>");
}

TEST(Binding, SaysWhyAClauseIsNoUpdate) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"SET a = 1, a = 2",
       "Two document paths overlap with each other; must remove or rewrite one of these paths; "
       "path one: [a], path two: [a]"},
      {"SET a = set_add(b, <<1>>)",
       "The first argument to SET_ADD must equal the assignment value at 1:30:1"},
      {"SET a = set_add(a, 1)",
       "The second argument to SET_ADD must be a value with type SET at 1:30:1"},
      {"SET a = set_delete(a)", "SET_DELETE must have exactly two arguments at 1:22:10"},
      {"SET a = b * 2", "Unsupported operator in Update Expression. Operator: *"},
      {"SET a = b IS NULL", "IS operator is not supported in update expressions"},
      {"SET a = MISSING", "MISSING must be compared using IS operator"},
      {"SET a = lower(a)", "Unrecognized function: lower at 1:22:5"},
      {"SET a = size(a)", "The function is not allowed in an update expression; function: size"},
      {"SET a = 'x' + 1",
       "Incorrect operand type for operator or function; operator or function: +, operand type: S"},
      {"SET a[1.5] = 1", "Unexpected path component at 1:20:3"},
      {"SET \"\" = 1", "Path component cannot be an empty string"},
      {"SET a = b",
       "The provided expression refers to an attribute that does not exist in the item"},
  };
  for (const auto& [clauses, error] : cases) EXPECT_EQ(updated(clauses, "c: 1"), error) << clauses;
}

}  // namespace
}  // namespace magneto::internal::partiql
