// SPDX-License-Identifier: Apache-2.0
#include "json/null_place.h"

#include <gtest/gtest.h>

namespace magneto::internal::json {
namespace {

std::size_t column(std::string_view body, std::string_view name) {
  const TextPlace place = end_of_null(body, name);
  EXPECT_EQ(place.line, 1u);
  return place.column;
}

TEST(NullPlace, IsTheEndOfTheNull) {
  EXPECT_EQ(column(R"({"a":null})", "a"), 9u);
  EXPECT_EQ(column(R"({ "b" : 1 , "a" : null , "c": null })", "a"), 22u);
}

TEST(NullPlace, IsThatOfTheObjectsOwnMember) {
  EXPECT_EQ(column(R"({"m":{"a":null},"l":[{"a":null}],"a":null})", "a"), 41u);
  EXPECT_EQ(column(R"({"v":"a","a":null})", "a"), 17u);
  EXPECT_EQ(column(R"({"a":1,"a":null})", "a"), 15u);
}

TEST(NullPlace, StringsMayHoldAnything) {
  EXPECT_EQ(column(R"({"s":"\"a\":null}","\\":"{[","a":null})", "a"), 37u);
  EXPECT_EQ(column(R"({"\"a":null,"a":null})", "a"), 20u);
}

TEST(NullPlace, LinesAreCounted) {
  const TextPlace place = end_of_null("{\n  \"a\":\n  null\n}", "a");
  EXPECT_EQ(place.line, 3u);
  EXPECT_EQ(place.column, 6u);
}

TEST(NullPlace, IsTheEndWhereThereIsNone) { EXPECT_EQ(column(R"({"a":"null"})", "a"), 12u); }

}  // namespace
}  // namespace magneto::internal::json
