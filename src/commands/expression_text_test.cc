// SPDX-License-Identifier: Apache-2.0
#include "commands/expression_text.h"

#include <gtest/gtest.h>

#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

std::string read(std::string_view text) {
  const auto expression = read_expression(text);
  if (!expression) return "error: " + expression.error().message();
  std::string all = expression->text;
  for (const auto& [name, value] : expression->values) all += " " + name + "=" + to_json(value);
  for (const auto& [name, value] : expression->names) all += " " + name + "=" + value;
  return all;
}

TEST(ExpressionText, ValuesBecomePlaceholders) {
  EXPECT_EQ(read("Year > 1960 AND contains(Tags, 'jazz')"),
            R"(Year > :v0 AND contains(Tags, :v1) :v0={"N":"1960"} :v1={"S":"jazz"})");
  EXPECT_EQ(read("a IN (1,-2) or b = true"),
            R"(a IN (:v0,:v1) or b = :v2 :v0={"N":"1"} :v1={"N":"-2"} :v2={"BOOL":true})");
}

TEST(ExpressionText, BracketsAreIndexesBehindPathsAndListsElsewhere) {
  EXPECT_EQ(read("a.b[0] = c[12][3]"), "a.b[0] = c[12][3]");
  EXPECT_EQ(read("SET a = list_append(b, [1])"),
            R"(SET a = list_append(b, :v0) :v0={"L":[{"N":"1"}]})");
  EXPECT_EQ(read("a = [1]"), R"(a = :v0 :v0={"L":[{"N":"1"}]})");
}

TEST(ExpressionText, MinusIsAnOperatorBehindAnOperand) {
  EXPECT_EQ(read("SET a = a - 1, b = -1"),
            R"(SET a = a - :v0, b = :v1 :v0={"N":"1"} :v1={"N":"-1"})");
  EXPECT_EQ(read("SET a = a -1"), R"(SET a = a -:v0 :v0={"N":"1"})");
}

TEST(ExpressionText, NamesInOtherAlphabetsNeedNoQuotes) {
  EXPECT_EQ(read("größe > 1 AND été.x = a"),
            R"(#n0 > :v0 AND #n1.x = a :v0={"N":"1"} #n0=größe #n1=été)");
  EXPECT_EQ(read("REMOVE 年[0]"), "REMOVE #n0[0] #n0=年");
}

TEST(ExpressionText, NamesInQuotesMayBeAnything) {
  EXPECT_EQ(read(R"("a ""name""" = 1)"), R"(#n0 = :v0 :v0={"N":"1"} #n0=a "name")");
  EXPECT_EQ(read("a = 'open"), "error: a text that does not end at: 'open");
  EXPECT_EQ(read("\"open"), "error: a name in quotes that does not end");
}

TEST(ExpressionText, NoTextIsNoConditionAndEveryAttribute) {
  EXPECT_TRUE(read_condition(" ").value().empty());
  EXPECT_TRUE(read_projection(std::nullopt).value().empty());
  for (const char* bad : {"", " ", ",", "a,,b", "a,"}) EXPECT_FALSE(read_projection(bad)) << bad;
  const auto projection = read_projection("Title, Credits.Piano ,Takes[0]").value();
  ASSERT_EQ(projection.paths().size(), 3U);
  EXPECT_EQ(projection.paths()[1].to_string(), "Credits.Piano");
  EXPECT_FALSE(read_projection("a..b"));
}

}  // namespace
}  // namespace magneto::internal::commands
