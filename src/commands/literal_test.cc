// SPDX-License-Identifier: Apache-2.0
#include "commands/literal.h"

#include <gtest/gtest.h>

#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

std::string read(std::string_view text) {
  const auto literal = read_literal(text);
  if (!literal) return "error: " + literal.error().message();
  return to_json(literal->value) + "|" + std::string(text.substr(literal->length));
}

TEST(Literal, ScalarsAreReadUpToTheirEnd) {
  EXPECT_EQ(read("'Nina' AND"), R"({"S":"Nina"}| AND)");
  EXPECT_EQ(read("'it''s'"), R"({"S":"it's"}|)");
  EXPECT_EQ(read("''"), R"({"S":""}|)");
  EXPECT_EQ(read("-1.5e3)"), R"({"N":"-1500"}|))");
  EXPECT_EQ(read("12345678901234567890123456789012345678"),
            R"({"N":"12345678901234567890123456789012345678"}|)");
  EXPECT_EQ(read("True"), R"({"BOOL":true}|)");
  EXPECT_EQ(read("null,"), R"({"NULL":true}|,)");
  EXPECT_EQ(read("b64'AAEC'"), R"({"B":"AAEC"}|)");
}

TEST(Literal, ListsMapsAndSetsHoldOthers) {
  EXPECT_EQ(read("[1, 'a', \"b\", [null]]x"),
            R"({"L":[{"N":"1"},{"S":"a"},{"S":"b"},{"L":[{"NULL":true}]}]}|x)");
  EXPECT_EQ(read("{'a': 1, \"b\": {}}"), R"({"M":{"a":{"N":"1"},"b":{"M":{}}}}|)");
  EXPECT_EQ(read("<<2, 1, 2>>"), R"({"NS":["1","2"]}|)");
  EXPECT_EQ(read("<<'b','a'>>"), R"({"SS":["a","b"]}|)");
  EXPECT_EQ(read("<<b64'AA=='>>"), R"({"BS":["AA=="]}|)");
}

TEST(Literal, WhatIsWrongIsSaidWithItsPlace) {
  EXPECT_EQ(read("'open"), "error: a text that does not end at: 'open");
  EXPECT_EQ(read("<<1, 'a'>>"),
            "error: a set holds only texts, only numbers, or only binaries at: <<1, 'a'>>");
  EXPECT_EQ(read("[1 2]"), "error: a list that goes on without a comma or does not end at: 2]");
  EXPECT_EQ(read("{a: 1}"), "error: a name in quotes is missing at: a: 1}");
  EXPECT_EQ(read(""), "error: a value is missing");
  EXPECT_TRUE(read(std::string(1000, '[')).starts_with("error: more than 32 levels"));
  EXPECT_TRUE(read("123456789012345678901234567890123456789").starts_with("error: "));
}

}  // namespace
}  // namespace magneto::internal::commands
