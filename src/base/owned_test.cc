// SPDX-License-Identifier: Apache-2.0
#include "base/owned.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magneto::internal {
namespace {

TEST(Owned, IsCopiedWithItsOwner) {
  std::vector<Owned<std::string>> names;
  names.emplace_back("one");
  std::vector<Owned<std::string>> copy = names;
  *copy[0] = "two";
  EXPECT_EQ(*names[0], "one");
  names = copy;
  EXPECT_EQ(*names[0], "two");
  EXPECT_NE(names[0].get(), copy[0].get());
}

TEST(Owned, StaysWhereItIsWhenItsOwnerMoves) {
  Owned<std::string> name("name");
  const std::string* where = name.get();
  Owned<std::string> taken = std::move(name);
  EXPECT_EQ(taken.get(), where);
  name = std::move(taken);
  EXPECT_EQ(name.get(), where);
}

TEST(Owned, BeginsAsTheDefault) { EXPECT_EQ(**Owned<Owned<std::string>>(), ""); }

}  // namespace
}  // namespace magneto::internal
