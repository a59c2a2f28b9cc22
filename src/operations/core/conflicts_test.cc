// SPDX-License-Identifier: Apache-2.0
#include "operations/core/conflicts.h"

#include <gtest/gtest.h>

#include <optional>

namespace magneto::internal::operations {
namespace {

using Writer = Conflicts::Writer;
using Positions = std::vector<std::size_t>;

class ConflictsTest : public ::testing::Test {
 protected:
  std::uint64_t last_ = 1;
  std::uint64_t durable_ = 1;
  Conflicts conflicts_{{[this] { return last_; }, [this] { return durable_; }}};
  const store::ItemRef a_{nullptr, "a"};
  const store::ItemRef b_{nullptr, "b"};
  const store::ItemRef both_[2] = {a_, b_};
};

TEST_F(ConflictsTest, ASingleWriteMeetsATransactionOnly) {
  Conflicts::Hold first, second, third;
  EXPECT_TRUE(conflicts_.begin({&a_, 1}, Writer::kSingle, first).empty());
  EXPECT_TRUE(conflicts_.begin({&a_, 1}, Writer::kSingle, second).empty());
  EXPECT_TRUE(conflicts_.begin({&b_, 1}, Writer::kTransaction, third).empty());
  Conflicts::Hold refused;
  EXPECT_EQ(conflicts_.begin({&b_, 1}, Writer::kSingle, refused), Positions{0});
}

TEST_F(ConflictsTest, ATransactionMeetsEveryWriteAndThenHoldsNothing) {
  Conflicts::Hold single, refused, other;
  EXPECT_TRUE(conflicts_.begin({&b_, 1}, Writer::kSingle, single).empty());
  EXPECT_EQ(conflicts_.begin(both_, Writer::kTransaction, refused), Positions{1});
  EXPECT_EQ(conflicts_.met_by_read(both_), Positions{1});
  EXPECT_TRUE(conflicts_.begin({&a_, 1}, Writer::kTransaction, other).empty());
}

TEST_F(ConflictsTest, WhatWroteNothingLetsGoAtOnce) {
  {
    Conflicts::Hold hold;
    EXPECT_TRUE(conflicts_.begin(both_, Writer::kTransaction, hold).empty());
  }
  EXPECT_TRUE(conflicts_.met_by_read(both_).empty());
}

TEST_F(ConflictsTest, AWriteHasItsItemsUntilItIsDurable) {
  {
    Conflicts::Hold hold;
    EXPECT_TRUE(conflicts_.begin(both_, Writer::kTransaction, hold).empty());
    last_ = 2;
    hold.written();
  }
  EXPECT_EQ(conflicts_.met_by_read(both_), (Positions{0, 1}));
  durable_ = 2;
  EXPECT_TRUE(conflicts_.met_by_read(both_).empty());
}

TEST_F(ConflictsTest, ATokenIsHeldByOneTransactionAtATime) {
  std::optional<Conflicts::Hold> first(std::in_place);
  Conflicts::Hold second;
  EXPECT_TRUE(conflicts_.begin_token("t", *first));
  EXPECT_FALSE(conflicts_.begin_token("t", second));
  EXPECT_TRUE(conflicts_.begin_token("u", second));
  first.reset();
  EXPECT_TRUE(conflicts_.begin_token("t", second));
}

}  // namespace
}  // namespace magneto::internal::operations
