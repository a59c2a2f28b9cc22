// SPDX-License-Identifier: Apache-2.0
#include "types/json_object.h"

#include <gtest/gtest.h>

namespace magneto::internal::types {
namespace {

TEST(JsonObject, IsOneObjectAndNothingElse) {
  for (const char* text : {"{}", R"({"a":{"S":"}"}})", " {\"a\":[1,{}]}\n"}) {
    EXPECT_TRUE(is_json_object(text)) << text;
  }
  for (const char* text : {"", " ", "[]", "1", "\"{}\"", "{", "}", "{}}", "{}{}", "{},{}",
                           "{\"a\"}", R"({"a":{"S":"x"}}},{"b":{)", "{\"a\":\"\xff\"}"}) {
    EXPECT_FALSE(is_json_object(text)) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::types
