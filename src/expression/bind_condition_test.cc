// SPDX-License-Identifier: Apache-2.0
//
// What binding a condition refuses. Expected texts and their order are the service's.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

constexpr std::string_view kValues =
    ":a: '1', :n: 1, :z: 'z', :ss: <'a', 'b'>, :ns: <1, 2>, :bs: <b'a'>, :l: [1], :m: {x: 1}, "
    ":t: true, :u: null, :b: b'abc', :ab: b'ab', :typ: 'SS'";

std::string error_of(std::string_view text) {
  TestRequest request("#d: dotted.name, #a: a", kValues);
  std::string error = text_of(request.condition(text));
  constexpr std::string_view kPrefix = "Invalid FilterExpression: ";
  if (error.starts_with(kPrefix)) error.erase(0, kPrefix.size());
  return error;
}

std::string wrong_type(std::string_view operation, std::string_view type) {
  return "Incorrect operand type for operator or function; operator or function: " +
         std::string(operation) + ", operand type: " + std::string(type);
}

std::string wrong_count(std::string_view function, int count) {
  return "Incorrect number of operands for operator or function; operator or function: " +
         std::string(function) + ", number of operands: " + std::to_string(count);
}

std::string not_distinct(std::string_view operation, std::string_view path) {
  return "The first operand must be distinct from the remaining operands for this operator or "
         "function; operator: " +
         std::string(operation) + ", first operand: " + std::string(path);
}

std::string undefined_name(std::string_view name) {
  return "An expression attribute name used in the document path is not defined; attribute name: " +
         std::string(name);
}

std::string undefined_value(std::string_view value) {
  return "An expression attribute value used in expression is not defined; attribute value: " +
         std::string(value);
}

std::string path_required(std::string_view function) {
  return "Operator or function requires a document path; operator or function: " +
         std::string(function);
}

struct Case {
  std::string_view text;
  std::string error;
};

TEST(BindCondition, NamesTheRoleInFrontOfEveryError) {
  TestRequest request;
  EXPECT_EQ(text_of(request.condition("a b", Role::kCondition)),
            "Invalid ConditionExpression: Syntax error; token: \"b\", near: \"a b\"");
  EXPECT_EQ(text_of(request.condition("a = :x", Role::kKeyCondition)),
            "Invalid KeyConditionExpression: " + undefined_value(":x"));
  EXPECT_EQ(text_of(request.condition("", Role::kFilter)),
            "Invalid FilterExpression: The expression can not be empty;");
}

TEST(BindCondition, WantsEveryNameAndValueDefined) {
  const Case cases[] = {
      {"#x = :a", undefined_name("#x")},
      {"#x < #y", undefined_name("#x")},
      {"#a.#y < b", undefined_name("#y")},
      {"a.:x < b", undefined_name(":x")},
      {"a.:a < b", undefined_name(":a")},
      {"b = :x", undefined_value(":x")},
      {":x < :y", undefined_value(":x")},
      {"begins_with(:hello, #a, #b)", undefined_value(":hello")},
      {"attribute_exists(#Pictures.RearView, :a) and a=a", undefined_name("#Pictures")},
      {"begins_with(:ss, #x)", undefined_name("#x")},
      {"#x between :n and :a", undefined_name("#x")},
      {"#a = :a and #d.x[1] = :n", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindCondition, CountsTheOperandsOfFunctions) {
  const Case cases[] = {
      {"attribute_exists(things, a) and a=a", wrong_count("attribute_exists", 2)},
      {"attribute_exists(a,b,c)", wrong_count("attribute_exists", 3)},
      {"attribute_not_exists(things, b)", wrong_count("attribute_not_exists", 2)},
      {"attribute_type(things)", wrong_count("attribute_type", 1)},
      {"begins_with(things)", wrong_count("begins_with", 1)},
      {"begins_with(things, size(a), b)", wrong_count("begins_with", 3)},
      {"contains(things)", wrong_count("contains", 1)},
      {"contains(a,b,c)", wrong_count("contains", 3)},
      {"size(things, a) > b", wrong_count("size", 2)},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindCondition, KnowsWhichTypesAnOperandCanHave) {
  const Case cases[] = {
      {"begins_with(b, :n)", wrong_type("begins_with", "N")},
      {"begins_with(:ss,a)", wrong_type("begins_with", "SS")},
      {"begins_with(:n,:ss)", wrong_type("begins_with", "N")},
      {"begins_with(size(a), b)", wrong_type("begins_with", "N")},
      {"begins_with(b,size(a))", wrong_type("begins_with", "N")},
      {"begins_with(a,:b)", "OK"},
      {"begins_with(:b,:a)", "OK"},
      {"size(size(a)) = :n", wrong_type("size", "N")},
      {"size(:n) = a", wrong_type("size", "N")},
      {"size(:t)=a", wrong_type("size", "BOOL")},
      {"size(:u)=a", wrong_type("size", "NULL")},
      {"size(:ss)=a and size(:l)=a and size(:m)=a and size(:b)=a and size(:a)=a", "OK"},
      {"a < :ss", wrong_type("<", "SS")},
      {"a < :t", wrong_type("<", "BOOL")},
      {"a <= :u", wrong_type("<=", "NULL")},
      {"a > :l", wrong_type(">", "L")},
      {"a >= :m", wrong_type(">=", "M")},
      {":ns < a", wrong_type("<", "NS")},
      {":bs < :t", wrong_type("<", "BS")},
      {"size(a) < :a", "OK"},
      {"a = :ss and a <> :l", "OK"},
      {"contains(a, :m) and contains(:t, a) and contains(:u, a)", "OK"},
      {"contains(size(a), size(a))", "OK"},
      {"a between :ss and :ss", wrong_type("BETWEEN", "SS")},
      {"a between b and :t", wrong_type("BETWEEN", "BOOL")},
      {":ss between b and c", wrong_type("BETWEEN", "SS")},
      {"a between :ss and :a", wrong_type("BETWEEN", "SS")},
      {"a between :ss and a", wrong_type("BETWEEN", "SS")},
      {"a between :n and b and a between size(b) and :a", "OK"},
      {"a between :a and size(:l)", "OK"},
      {"a in (:a, :n, :ss, size(b))", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindCondition, WantsAPathWhereOnlyAPathMakesSense) {
  EXPECT_EQ(error_of("attribute_exists(:a)"), path_required("attribute_exists"));
  EXPECT_EQ(error_of("attribute_exists(size(a))"), path_required("attribute_exists"));
  EXPECT_EQ(error_of("attribute_not_exists(size(:a))"), path_required("attribute_not_exists"));
  EXPECT_EQ(error_of("attribute_not_exists(size(:n))"), wrong_type("size", "N"));
}

TEST(BindCondition, WantsTheNameOfATypeForAttributeType) {
  EXPECT_EQ(error_of("attribute_type(a, :typ)"), "OK");
  EXPECT_EQ(error_of("attribute_type(:n, :typ)"), "OK");
  EXPECT_EQ(error_of("attribute_type(a, :n)"), wrong_type("attribute_type", "N"));
  EXPECT_EQ(error_of("attribute_type(a, :l)"), wrong_type("attribute_type", "L"));
  EXPECT_EQ(error_of("attribute_type(a, size(b))"), wrong_type("attribute_type", "N"));
  EXPECT_EQ(error_of("attribute_type(a, b)"),
            wrong_type("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
  EXPECT_EQ(error_of("attribute_type(b, b)"), not_distinct("attribute_type", "[b]"));
  EXPECT_EQ(error_of("attribute_type(a, :z)"),
            "Invalid attribute type name found; type: z, valid types: "
            "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
}

TEST(BindCondition, WantsTheFirstOperandDistinctFromTheOthers) {
  const Case cases[] = {
      {"a = a AND #a = b AND :z > a", not_distinct("=", "[a]")},
      {"#a <> a", not_distinct("<>", "[a]")},
      {"a > #a", not_distinct(">", "[a]")},
      {"((a=b) OR (a=a))", not_distinct("=", "[a]")},
      {"contains(ab.bc[1].a, ab.bc[1].#a)", not_distinct("contains", "[ab, bc, [1], a]")},
      {"begins_with(ab.bc[1].a, ab.bc[1].#a)", not_distinct("begins_with", "[ab, bc, [1], a]")},
      {"a in (b,a)", not_distinct("IN", "[a]")},
      {"a between a and b", not_distinct("BETWEEN", "[a]")},
      {"a between b and a", not_distinct("BETWEEN", "[a]")},
      {"a between :z and a", not_distinct("BETWEEN", "[a]")},
      {"a between b and b", "OK"},
      {":a = :a and :a in (:a) and :a between :a and :a", "OK"},
      {"size(a) = size(a) and a in (size(a)) and contains(:a, :a)", "OK"},
      {"a = a[0] and a = a.a", "OK"},
  };
  for (const Case& each : cases) EXPECT_EQ(error_of(each.text), each.error) << each.text;
}

TEST(BindCondition, ChecksTheBoundsOfBetween) {
  const std::string types =
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound "
      "operand: ";
  const std::string order =
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower "
      "bound operand: ";
  EXPECT_EQ(error_of("a between :n and :a"),
            types + "AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:1}");
  EXPECT_EQ(error_of("a between :z and :a"),
            order + "AttributeValue: {S:z}, upper bound operand: AttributeValue: {S:1}");
  EXPECT_EQ(error_of("a between :b and :ab"),
            order +
                "AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]}, upper bound "
                "operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]}");
  EXPECT_EQ(error_of("a between :a and :z and b between :n and :n"), "OK");
}

TEST(BindCondition, LimitsOperandsOperatorsAndPaths) {
  const auto in_list = [](std::string_view left, int count) {
    std::string text = std::string(left) + " in (b";
    for (int i = 1; i < count; ++i) text += ",b";
    return text + ")";
  };
  EXPECT_EQ(error_of(in_list("a", 100)), "OK");
  EXPECT_EQ(error_of(in_list("a", 101)),
            "The IN operator is provided with too many operands; number of operands: 101");
  EXPECT_EQ(error_of(in_list("#x", 101)), undefined_name("#x"));

  const auto joined = [](std::string_view part, int count) {
    std::string text(part);
    for (int i = 1; i < count; ++i) text += " or " + std::string(part);
    return text;
  };
  const std::string too_many = "The expression contains too many operators; operator count: 301";
  EXPECT_EQ(error_of(joined("a=:a", 150)), "OK");  // 150 comparators, 149 ORs.
  EXPECT_EQ(error_of(joined("a=:a", 151)), too_many);
  EXPECT_EQ(error_of(joined("attribute_exists(a)", 151)), too_many);
  EXPECT_EQ(error_of(joined("size(a)=:n", 100)), "OK");  // Functions count too.
  EXPECT_EQ(error_of(joined("size(a)=:n", 101)), too_many);
  EXPECT_EQ(error_of(joined("a=:a", 160) + " or #x=:a"), undefined_name("#x"));

  const auto path = [](int elements) {
    std::string text = "a";
    for (int i = 1; i < elements; ++i) text += i % 2 == 0 ? ".a" : "[1]";
    return text + " = :a";
  };
  EXPECT_EQ(error_of(path(32)), "OK");
  EXPECT_EQ(error_of(path(33)),
            "The document path has too many nesting levels; nesting levels: 33");
}

TEST(BindCondition, ReportsTheFirstFaultFromLeftToRight) {
  const Case faults[] = {
      {"#x = :a", undefined_name("#x")},
      {"b = :x", undefined_value(":x")},
      {"attribute_exists(b, c)", wrong_count("attribute_exists", 2)},
      {"begins_with(b, :n)", wrong_type("begins_with", "N")},
      {"attribute_exists(:a)", path_required("attribute_exists")},
      {"b = b", not_distinct("=", "[b]")},
  };
  for (const Case& first : faults) {
    for (const Case& second : faults) {
      const std::string text = std::string(first.text) + " AND NOT " + std::string(second.text);
      EXPECT_EQ(error_of(text), first.error) << text;
    }
  }
}

TEST(BindCondition, ListsTheTopLevelAttributesItLooksAt) {
  TestRequest request("#n: other", ":v: 1");
  const auto condition = request.condition("a.b = :v and size(c[1]) > a.c or contains(#n, d.e)");
  ASSERT_TRUE(condition.ok());
  const auto names = attributes_of(request.arena(), **condition);
  EXPECT_EQ(std::vector<std::string_view>(names.begin(), names.end()),
            (std::vector<std::string_view>{"a", "c", "other", "d"}));
}

}  // namespace
}  // namespace magneto::internal::expression
