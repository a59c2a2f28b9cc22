// SPDX-License-Identifier: Apache-2.0
#include "server/descriptors.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace magneto::internal::server {
namespace {

TEST(Descriptors, ConnectionsLeaveRoomForTheEngine) {
  EXPECT_EQ(descriptors_for_connections(256), 64u);
  EXPECT_EQ(descriptors_for_connections(1024), 448u);
  EXPECT_EQ(descriptors_for_connections(1'048'576), 1'048'576u - 65'536u - 64u);
}

TEST(Descriptors, AFewConnectionsAreAlwaysAllowed) {
  EXPECT_EQ(descriptors_for_connections(64), 8u);
  EXPECT_EQ(descriptors_for_connections(0), 8u);
}

TEST(Descriptors, TheSoftLimitIsRaised) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(descriptor_limit(), 100u);
  raise_descriptor_limit();
  EXPECT_EQ(descriptor_limit(), before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace magneto::internal::server
