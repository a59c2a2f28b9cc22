// SPDX-License-Identifier: Apache-2.0
#include "encryption/kms/json_text.h"

#include <gtest/gtest.h>

namespace magneto::internal::encryption {
namespace {

TEST(JsonText, IsFoundAmongOtherMembers) {
  constexpr std::string_view kAnswer =
      R"({"a": [1, {"key": "inner"}, "}"], "key" : "a+b/c==", "n": -1.5e3, "t":true,"o":{"key":"x"}})";
  EXPECT_EQ(json_text(kAnswer, "key"), "a+b/c==");
  EXPECT_EQ(json_text(kAnswer, "n"), std::nullopt);
  EXPECT_EQ(json_text(kAnswer, "absent"), std::nullopt);
}

TEST(JsonText, MayBeEscaped) {
  EXPECT_EQ(json_text(R"({"key":"a\/b\u002b\u003D"})", "key"), "a/b+=");
  EXPECT_EQ(json_text(R"({"key":"a\nb"})", "key"), std::nullopt);
  EXPECT_EQ(json_text(R"({"key":"\u00fc"})", "key"), std::nullopt);
  EXPECT_EQ(json_text(R"({"key":"\u00"})", "key"), std::nullopt);
  EXPECT_EQ(json_text(R"({"a\"key":"x"})", "key"), std::nullopt);
}

TEST(JsonText, OfSeveralTheLastCounts) {
  EXPECT_EQ(json_text(R"({"key":"a","key":"b"})", "key"), "b");
}

TEST(JsonText, IsNothingWhereTheObjectIsCutOff) {
  constexpr std::string_view kAnswer = R"({"key":"text","n":{"a":[1]}})";
  for (std::size_t size = 0; size < kAnswer.size(); ++size) {
    EXPECT_EQ(json_text(kAnswer.substr(0, size), "key"), std::nullopt) << size;
  }
  EXPECT_EQ(json_text(kAnswer, "key"), "text");
}

}  // namespace
}  // namespace magneto::internal::encryption
