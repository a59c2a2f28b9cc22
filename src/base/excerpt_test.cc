// SPDX-License-Identifier: Apache-2.0
#include "base/excerpt.h"

#include <gtest/gtest.h>

namespace magneto::internal {
namespace {

TEST(Excerpt, IsOneLineCutShort) {
  EXPECT_EQ(excerpt("no\nsuch\trole"), "no such role");
  EXPECT_EQ(excerpt("a b c", 5), "a b c");
  EXPECT_EQ(excerpt("a b c d", 5), "a b c...");
  EXPECT_EQ(excerpt(""), "");
  EXPECT_EQ(excerpt(std::string(5000, ' ')).size(), 303u);
}

TEST(Excerpt, LeavesOutWordsThatMayBeKeysOrTokens) {
  EXPECT_EQ(excerpt(R"({"SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"})"),
            R"({"SecretAccessKey":"[...]"})");
  EXPECT_EQ(excerpt("token " + std::string(1000, 'a')), "token [...]");
  EXPECT_EQ(excerpt("hex 0123456789abcdef0123456789abcdef"), "hex [...]");
  // The end of what is quoted does not make a key short enough.
  EXPECT_EQ(excerpt("0123456789 " + std::string(40, 'k'), 20), "0123456789 [...]");
}

TEST(Excerpt, TellsPathsAndNames) {
  const std::string path = "in /usr/local/lib/python3/site-packages/tool: ServiceUnavailable";
  EXPECT_EQ(excerpt(path), path);
}

}  // namespace
}  // namespace magneto::internal
