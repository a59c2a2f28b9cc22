// SPDX-License-Identifier: Apache-2.0
#include "server/copy_call.h"

#include <gtest/gtest.h>

#include <string>

namespace magneto::internal::server {
namespace {

TEST(CopyName, IsTheLastPartOfThePath) {
  EXPECT_EQ(copy_name("/copies/monday"), "monday");
  EXPECT_EQ(copy_name("/copies/2026-11-28_17.25"), "2026-11-28_17.25");
}

TEST(CopyName, CannotLeaveTheDirectory) {
  for (const char* path : {"/copies/", "/copies/.", "/copies/..", "/copies/../x", "/copies/a/b",
                           "/copies/%2e%2e", "/copies/a\\b", "/copies//etc", "/copies/.hidden",
                           "/other/a", "/copies/a b", "/copies/\xc3\xa4"}) {
    EXPECT_EQ(copy_name(path), "") << path;
  }
  EXPECT_EQ(copy_name("/copies/" + std::string(201, 'a')), "");
}

}  // namespace
}  // namespace magneto::internal::server
