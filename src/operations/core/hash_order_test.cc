// SPDX-License-Identifier: Apache-2.0
#include "operations/core/hash_order.h"

#include <gtest/gtest.h>

namespace magneto::internal::operations {
namespace {

// The first three are texts of the service.
TEST(HashOrder, IsThatOfJava) {
  EXPECT_EQ(hash_ordered({"pk", "sk", "a", "b", "c"}, HashBuckets::kFitting), "[sk, a, b, pk, c]");
  EXPECT_EQ(hash_ordered({"pk", "sk", "a"}, HashBuckets::kDefault), "[a, sk, pk]");
  EXPECT_EQ(hash_ordered({"pk", "sk"}, HashBuckets::kFitting), "[sk, pk]");
  EXPECT_EQ(hash_ordered({"b", "a", "b"}, HashBuckets::kDefault), "[a, b]");
  EXPECT_EQ(hash_ordered({}, HashBuckets::kFitting), "[]");
}

}  // namespace
}  // namespace magneto::internal::operations
