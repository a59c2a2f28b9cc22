// SPDX-License-Identifier: Apache-2.0
#include "base/json_members.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magneto::internal {
namespace {

/// "name=value" of each member, and "!" where the object does not end as one does.
std::vector<std::string> members_of(std::string_view text) {
  std::vector<std::string> found;
  JsonMembers members(text);
  while (const auto member = members.next()) {
    found.push_back(std::string(member->name) + "=" + std::string(member->value));
  }
  EXPECT_FALSE(members.next().has_value());
  if (!members.ended()) found.push_back("!");
  return found;
}

using Texts = std::vector<std::string>;

TEST(JsonMembers, AreGivenAsTheyStandThere) {
  EXPECT_EQ(members_of(R"({"a":"x","b":{"c":[1,{"d":"}"}]},"e":-1.5e3,"f":[],"g":null})"),
            (Texts{R"(a="x")", R"(b={"c":[1,{"d":"}"}]})", "e=-1.5e3", "f=[]", "g=null"}));
  EXPECT_EQ(members_of(" {\n \"a\" :\t{ } , \"b\" : 1 } \r\n"), (Texts{"a={ }", "b=1"}));
  EXPECT_EQ(members_of(R"({"a\"}":"\\","\u0061":"\""})"),
            (Texts{R"(a\"}="\\")", R"(\u0061="\"")"}));
}

TEST(JsonMembers, OfAnEmptyObjectAreNone) {
  EXPECT_EQ(members_of("{}"), Texts());
  EXPECT_EQ(members_of(" { } "), Texts());
}

TEST(JsonMembers, EndWhereSomethingIsWrong) {
  for (const char* text : {"", " ", "[]", "1", "{", "{1:2}", R"({"a})", R"({"a")", R"({"a":)",
                           R"({"a":})", R"({"a":{)", R"({"a":"\)", "}", "{,}"}) {
    EXPECT_EQ(members_of(text), Texts{"!"}) << text;
  }
  for (const char* text : {R"({"a":1)", R"({"a":1,)", R"({"a":1,})", R"({"a":1}})", R"({"a":1} x)",
                           R"({"a":1 "b":2})"}) {
    EXPECT_EQ(members_of(text), (Texts{"a=1", "!"})) << text;
  }
}

}  // namespace
}  // namespace magneto::internal
