// SPDX-License-Identifier: Apache-2.0
//
// What binding an update refuses. Expected texts and their order are the service's.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"
#include "keys/key_schema.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kValues =
    ":a: '1', :n: 1, :ss: <'a', 'b'>, :ns: <1, 2>, :bs: <b'a'>, :l: [1], :m: {x: 1}, :t: true, "
    ":u: null, :b: b'abc'";

std::string error_of(std::string_view text) {
  TestRequest request("#c: c, #d: [3]", kValues);
  std::string error = text_of(request.update(text));
  constexpr std::string_view kPrefix = "Invalid UpdateExpression: ";
  if (error.starts_with(kPrefix)) error.erase(0, kPrefix.size());
  return error;
}

struct Case {
  std::string_view text;
  std::string error;
};

std::string undefined_name(std::string_view name) {
  return "An expression attribute name used in the document path is not defined; attribute name: " +
         std::string(name);
}

std::string undefined_value(std::string_view value) {
  return "An expression attribute value used in expression is not defined; attribute value: " +
         std::string(value);
}

std::string wrong_type(std::string_view operation, std::string_view type) {
  return "Incorrect operand type for operator or function; operator or function: " +
         std::string(operation) + ", operand type: " + std::string(type);
}

std::string wrong_section_type(std::string_view section, std::string_view type) {
  return "Incorrect operand type for operator or function; operator: " + std::string(section) +
         ", operand type: " + std::string(type) + ", typeSet: ALLOWED_FOR_" + std::string(section) +
         "_OPERAND";
}

std::string overlap(std::string_view one, std::string_view two) {
  return "Two document paths overlap with each other; must remove or rewrite one of these paths; "
         "path one: " +
         std::string(one) + ", path two: " + std::string(two);
}

std::string conflict(std::string_view one, std::string_view two) {
  return "Two document paths conflict with each other; must remove or rewrite one of these paths; "
         "path one: " +
         std::string(one) + ", path two: " + std::string(two);
}

TEST(BindUpdate, KnowsWhichTypesAnOperandCanHave) {
  const Case cases[] = {
      {"set a = a + :a", wrong_type("+", "S")},
      {"set a = :n + :a", wrong_type("+", "S")},
      {"set a = :a - :b", wrong_type("-", "S")},
      {"set a = :b - a", wrong_type("-", "B")},
      {"set a = a + :t", wrong_type("+", "BOOL")},
      {"set a = a + :u", wrong_type("+", "NULL")},
      {"set a = a - :ss", wrong_type("-", "SS")},
      {"set a = a - :l", wrong_type("-", "L")},
      {"set a = list_append(:a, a)", wrong_type("list_append", "S")},
      {"set a = list_append(a, :n)", wrong_type("list_append", "N")},
      {"set a = list_append(:m, a)", wrong_type("list_append", "M")},
      {"set a = if_not_exists(b, :a) + :n", "OK"},
      {"set a = list_append(if_not_exists(b, :a), :l)", "OK"},
      {"add a :a", wrong_section_type("ADD", "STRING")},
      {"add a :b", wrong_section_type("ADD", "BINARY")},
      {"add a :t", wrong_section_type("ADD", "BOOLEAN")},
      {"add a :u", wrong_section_type("ADD", "NULL")},
      {"add a :l", wrong_section_type("ADD", "LIST")},
      {"add a :m", wrong_section_type("ADD", "MAP")},
      {"delete a.b :n", wrong_section_type("DELETE", "NUMBER")},
      {"delete a :a", wrong_section_type("DELETE", "STRING")},
      {"delete a :l", wrong_section_type("DELETE", "LIST")},
      {"add a :n, b :ss, c :ns, d :bs delete e :ss, f :bs", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindUpdate, ChecksTheArgumentsOfFunctions) {
  const Case cases[] = {
      {"set a = if_not_exists(b)",
       "Incorrect number of operands for operator or function; operator or function: "
       "if_not_exists, "
       "number of operands: 1"},
      {"set a = list_append(b,c,d)",
       "Incorrect number of operands for operator or function; operator or function: list_append, "
       "number of operands: 3"},
      {"set a = if_not_exists(:a,c)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"set a = if_not_exists(if_not_exists(a,b),c)",
       "Operator or function requires a document path; operator or function: if_not_exists"},
      {"set a = if_not_exists(a,a)",
       "The first operand must be distinct from the remaining operands for this operator or "
       "function; operator: if_not_exists, first operand: [a]"},
      {"set a = if_not_exists(a, if_not_exists(a, b))", "OK"},
      {"set a = list_append(a,a)", "OK"},
      {"set a = a + a", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindUpdate, RefusesPathsThatOverlapOrConflict) {
  const Case cases[] = {
      {"set a=b,a.b=c", overlap("[a]", "[a, b]")},
      {"set a.b=c,a=d", overlap("[a, b]", "[a]")},
      {"set a=b,a=c", overlap("[a]", "[a]")},
      {"set a.b=c,a.b=d", overlap("[a, b]", "[a, b]")},
      {"set a[1]=c,a[1][2]=d", overlap("[a, [1]]", "[a, [1], [2]]")},
      {"remove a, a.b", overlap("[a]", "[a, b]")},
      {"set a=b remove a.c", overlap("[a]", "[a, c]")},
      {"remove a set a.b=c", overlap("[a]", "[a, b]")},
      {"delete a.b :ss add a :n", overlap("[a, b]", "[a]")},
      {"add a.b :n remove a", overlap("[a, b]", "[a]")},
      {"set a.b=c add a.b :n", overlap("[a, b]", "[a, b]")},
      {"set c=d,b=d,a=d,a.b=c", overlap("[a]", "[a, b]")},
      {"set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", overlap("[c, [1], a]", "[c]")},
      {"set #c[3].#d = a, #c[3] = a", overlap("[c, [3], [3]]", "[c, [3]]")},
      {"set a.x=b,a.y=c,a=d", overlap("[a, y]", "[a]")},
      {"set a.b.c=x1,a.b=x1,a=x1", overlap("[a, b]", "[a]")},
      {"set a=d,a.x=b,a.y=c", overlap("[a]", "[a, y]")},
      {"set a.b=c,a[0]=d", conflict("[a, b]", "[a, [0]]")},
      {"set a.b[0]=c, a.b.c=d", conflict("[a, b, [0]]", "[a, b, c]")},
      {"set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", conflict("[c, [3], [3]]", "[c, [3], [3]]")},
      {"remove a.#c set a[1] = #d", conflict("[a, c]", "[a, [1]]")},
      {"delete a.d :ss add a[2] :ss, a[9] :n", conflict("[a, d]", "[a, [9]]")},
      {"set a[0]=c,a[1]=d,a[2].x=e,a[2].y=f remove a[3]", "OK"},
      {"set a.b=c,a.bb=d,aa=e", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindUpdate, ChecksAllTargetsBeforeAllValuesAndEachFromTheLastToTheFirst) {
  const Case cases[] = {
      {"set #x = :n", undefined_name("#x")},
      {"set #x=#y", undefined_name("#x")},
      {"remove #x,#y", undefined_name("#y")},
      {"set #x=b add #y :n", undefined_name("#y")},
      {"add #x :x", undefined_name("#x")},
      {"set a=:x remove #x", undefined_name("#x")},
      {"remove #x set a=:x", undefined_name("#x")},
      {"set #x=b remove a,a", overlap("[a]", "[a]")},
      {"remove a,a set #x=b", undefined_name("#x")},
      {"set a=:x", undefined_value(":x")},
      {"set a=:x,b=:y", undefined_value(":y")},
      {"set a=:x add b :y", undefined_value(":y")},
      {"add b :y set a=:x", undefined_value(":x")},
      {"set a=:x+:y", undefined_value(":x")},
      {"set a=:x+#y", undefined_value(":x")},
      {"set a=#x+:y", undefined_name("#x")},
      {"set a=if_not_exists(b,:y)+:x", undefined_value(":y")},
      {"set a=:a+:x", undefined_value(":x")},
      {"set a=if_not_exists(#x)", undefined_name("#x")},
      {"set a=if_not_exists(:a,#x)", undefined_name("#x")},
      {"set a=b+:a,c=:x", undefined_value(":x")},
      {"set c=:x,a=b+:a", wrong_type("+", "S")},
      {"set a=b+:a add c :a", wrong_section_type("ADD", "STRING")},
      {"delete a :n add b :a", wrong_section_type("ADD", "STRING")},
      {"add b :a delete a :n", wrong_section_type("DELETE", "NUMBER")},
      {"add c :a set a=b+:a", wrong_type("+", "S")},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindUpdate, LimitsOperatorsAndPaths) {
  std::string sums = "set a0 = a + :n";
  for (int i = 1; i < 301; ++i) sums += ",a" + std::to_string(i) + "=a+:n";
  EXPECT_EQ(error_of(sums), "The expression contains too many operators; operator count: 301");
  EXPECT_EQ(error_of(sums.substr(0, sums.rfind(','))), "OK");

  std::string deep = "remove a";
  for (int i = 0; i < 31; ++i) deep += ".a";
  EXPECT_EQ(error_of(deep), "OK");
  EXPECT_EQ(error_of(deep + ".a"),
            "The document path has too many nesting levels; nesting levels: 33");
}

TEST(BindUpdate, KnowsTheKeyAttributesItMustNotChange) {
  const keys::KeySchema schema{{{"p", value::Type::kString}}, {{"c", value::Type::kString}}};
  TestRequest request("", kValues);
  const auto error = [&](std::string_view text) {
    return text_of(check_update_leaves_keys(**request.update(text), schema));
  };
  EXPECT_EQ(error("set a = p, b = c.d"), "OK");
  EXPECT_EQ(
      error("remove d set b = :a, p = :a"),
      "One or more parameter values were invalid: Cannot update attribute p. This attribute is "
      "part of the key");
  EXPECT_EQ(
      error("add c.x :n"),
      "One or more parameter values were invalid: Cannot update attribute c. This attribute is "
      "part of the key");

  EXPECT_EQ(nested_key(**request.update("set a = b, d = p"), schema), std::nullopt);
  EXPECT_EQ(nested_key(**request.update("set a = b[1], d = list_append(q, c[1])"), schema), "c");
  EXPECT_EQ(
      nested_key(**request.update("set a = if_not_exists(b, if_not_exists(p.x, :n)) + :n"), schema),
      "p");
}

TEST(BindUpdate, ListsTheAttributesItChanges) {
  TestRequest request("#n: other", kValues);
  const auto update = request.update("set a.b = x, a.c = y add #n :n remove d[1], d[2]");
  ASSERT_TRUE(update.ok());
  const auto names = attributes_of(request.arena(), **update);
  EXPECT_EQ(std::vector<std::string_view>(names.begin(), names.end()),
            (std::vector<std::string_view>{"a", "other", "d"}));
}

TEST(BindUpdate, TellsWhetherItOnlyRemoves) {
  TestRequest request("", kValues);
  EXPECT_TRUE(only_removes(**request.update("remove a, b.c")));
  EXPECT_TRUE(only_removes(**request.update("remove a delete b :ss")));
  EXPECT_FALSE(only_removes(**request.update("remove a set b = :n")));
  EXPECT_FALSE(only_removes(**request.update("add b :n")));
}

}  // namespace
}  // namespace magneto::internal::expression
