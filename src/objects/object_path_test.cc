// SPDX-License-Identifier: Apache-2.0
#include "objects/object_path.h"

#include <gtest/gtest.h>

namespace magneto::internal::objects {
namespace {

TEST(ObjectPath, OrdinaryKeysAreTheirOwnPaths) {
  for (const std::string key : {"a", "data/1.json", "exp/AWSDynamoDB/0179-ab/data/x.json.gz",
                                "100%.json", "50%/50%", "%zz", "a b\tc", "...", ".hidden"}) {
    EXPECT_EQ(path_of_key(key), key);
    EXPECT_EQ(key_of_path(key), key);
  }
}

TEST(ObjectPath, WhatCannotBeANameIsEscaped) {
  const std::pair<std::string, std::string> pairs[] = {{"", "%"},
                                                       {"a/", "a/%"},
                                                       {"/a", "%/a"},
                                                       {"a//b", "a/%/b"},
                                                       {".", "%2E"},
                                                       {"a/../b", "a/%2E%2E/b"},
                                                       {"%", "%25"},
                                                       {"a%41", "a%2541"},
                                                       {std::string("a\0b", 3), "a%00b"},
                                                       {"%/..", "%25/%2E%2E"}};
  for (const auto& [key, path] : pairs) {
    EXPECT_EQ(path_of_key(key), path);
    EXPECT_EQ(key_of_path(path), key);
  }
}

TEST(ObjectPath, APartThatIsTooLongForANameHasNoPath) {
  EXPECT_TRUE(path_of_key(std::string(255, 'x')));
  EXPECT_FALSE(path_of_key(std::string(256, 'x')));
  EXPECT_TRUE(path_of_key(std::string(255, 'x') + "/" + std::string(255, 'y')));
}

}  // namespace
}  // namespace magneto::internal::objects
