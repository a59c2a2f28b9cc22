// SPDX-License-Identifier: Apache-2.0
#include "base/crc32.h"

#include <gtest/gtest.h>

namespace magneto::internal {
namespace {

TEST(Crc32, IsTheOneOfIeee) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);
  EXPECT_EQ(crc32(""), 0u);
}

// What the service sends with these bodies.
TEST(Crc32, IsTheOneOfTheService) {
  EXPECT_EQ(crc32(R"({"__type":"com.amazon.coral.service#SerializationException"})"), 3948637019u);
  EXPECT_EQ(crc32(R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"),
            1368724161u);
}

}  // namespace
}  // namespace magneto::internal
