// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "commands/sql_rows.h"
#include "commands/sql_text.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

const std::vector<Item> kSongs = {
    {{"a", "Nina"}, {"n", 3}, {"m", Map{{"x", List{1, 5}}}}},
    {{"a", "Miles"}, {"n", 1}},
    {{"a", "Nina"}, {"n", 0.5}, {"m", Map{{"x", List{7}}}}},
    {{"a", "Ella"}, {"n", nullptr}},
};

std::string rows(std::string_view statement, const std::vector<Item>& items = kSongs) {
  const auto select = read_select(statement);
  if (!select) return "error: " + select.error().message();
  if (!*select) return "the service's";
  SqlRows computed(**select);
  for (const Item& item : items) {
    if (computed.full()) break;
    if (const auto added = computed.add(item); !added) return "error: " + added.error().message();
  }
  std::string text;
  for (const Item& row : computed.finish()) text += to_plain_json(row);
  return text;
}

std::string asked(std::string_view statement) {
  return service_statement(**read_select(statement), "pk");
}

TEST(Sql, WhatHasNothingOfOursGoesToTheServiceAsItIs) {
  EXPECT_EQ(rows("SELECT * FROM T WHERE a = 'GROUP BY'"), "the service's");
  EXPECT_EQ(rows("INSERT INTO T VALUE {'count': 1}"), "the service's");
  EXPECT_EQ(rows("select a from T where size(a) > 1 and (limit > 3)"), "the service's");
}

TEST(Sql, TheServiceIsAskedForWhatIsNeeded) {
  EXPECT_EQ(asked("SELECT COUNT(*) FROM \"T\".\"I\" WHERE a = 1 AND (b IN [1, 2])"),
            "SELECT \"pk\" FROM \"T\".\"I\" WHERE a = 1 AND (b IN [1, 2])");
  EXPECT_EQ(asked("SELECT a, SUM(m.x[0]) AS s FROM T GROUP BY a ORDER BY s"),
            "SELECT \"a\", \"m\" FROM T");
  EXPECT_EQ(asked("SELECT a FROM T ORDER BY b LIMIT 3"), "SELECT \"a\", \"b\" FROM T");
  EXPECT_EQ((*read_select("SELECT COUNT(*) FROM \"T\".\"I\""))->table, "T");
}

TEST(Sql, FunctionsAreOfAllItemsOrOfGroups) {
  EXPECT_EQ(rows("SELECT COUNT(*), COUNT(n), SUM(n), AVG(n), MIN(n), MAX(a) FROM T"),
            "{\"AVG(n)\":1.5,\"COUNT(*)\":4,\"COUNT(n)\":3,\"MAX(a)\":\"Nina\",\"MIN(n)\":0.5,"
            "\"SUM(n)\":4.5}");
  EXPECT_EQ(rows("SELECT a, COUNT(*) AS c, SUM(n) AS s FROM T GROUP BY a ORDER BY c DESC, a"),
            R"({"a":"Nina","c":2,"s":3.5}{"a":"Ella","c":1,"s":null}{"a":"Miles","c":1,"s":1})");
  EXPECT_EQ(rows("SELECT COUNT(*) AS c, SUM(n) AS s FROM T", {}), R"({"c":0,"s":null})");
  EXPECT_EQ(rows("SELECT a, COUNT(*) FROM T GROUP BY a", {}), "");
  EXPECT_EQ(rows("SELECT MAX(m.x[1]) AS most FROM T"), R"({"most":5})");
}

TEST(Sql, OrderAndLimitAreKept) {
  EXPECT_EQ(rows("SELECT n FROM T ORDER BY n DESC LIMIT 3"), R"({"n":3}{"n":1}{"n":0.5})");
  EXPECT_EQ(rows("SELECT a AS who FROM T ORDER BY who LIMIT 1"), R"({"who":"Ella"})");
  EXPECT_EQ(rows("SELECT * FROM T LIMIT 1"), R"({"a":"Nina","m":{"x":[1,5]},"n":3})");
  EXPECT_EQ(rows("SELECT a FROM T LIMIT 0"), "");
}

TEST(Sql, MistakesAreSaid) {
  EXPECT_EQ(rows("SELECT a, COUNT(*) FROM T"), "error: a is neither in GROUP BY nor in a function");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM T ORDER BY b"),
            "error: ORDER BY b names nothing that is selected");
  EXPECT_EQ(rows("SELECT * FROM T GROUP BY a"),
            "error: with GROUP BY, name what is to be selected instead of *");
  EXPECT_EQ(rows("SELECT a FROM T LIMIT x"), "error: a number is missing behind LIMIT at: x");
  EXPECT_EQ(rows("SELECT SUM(a) FROM T"), "error: SUM(a): an item has S there, which is no number");
}

TEST(Sql, DivisionKeepsThirtyEightDigits) {
  EXPECT_EQ(divided(Number(1), 3).to_string(), "0.33333333333333333333333333333333333333");
  EXPECT_EQ(divided(Number(-10), 4).to_string(), "-2.5");
  EXPECT_EQ(divided(Number(0), 7).to_string(), "0");
  EXPECT_EQ(divided(Number::parse("2e100").value(), 2).to_string().size(), 101U);
}

TEST(Sql, StatementsEndWithSemicolonsOutsideOfQuotes) {
  const SplitStatements split = split_statements("a ';' ; ; b \";\" c;\n d");
  ASSERT_EQ(split.statements.size(), 2U);
  EXPECT_EQ(split.statements[0], "a ';'");
  EXPECT_EQ(split.statements[1], "b \";\" c");
  EXPECT_EQ(split.rest, "d");
}

}  // namespace
}  // namespace magneto::internal::commands
