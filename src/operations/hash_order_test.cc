// SPDX-License-Identifier: Apache-2.0
#include "operations/hash_order.h"

#include <gtest/gtest.h>

namespace magneto::operations {
namespace {

// The first three are texts of the service.
TEST(HashOrder, IsThatOfJava) {
  EXPECT_EQ(hash_ordered({"pk", "sk", "a", "b", "c"}, HashBuckets::kFitting), "[sk, a, b, pk, c]");
  EXPECT_EQ(hash_ordered({"pk", "sk", "a"}, HashBuckets::kDefault), "[a, sk, pk]");
  EXPECT_EQ(hash_ordered({"pk", "sk"}, HashBuckets::kFitting), "[sk, pk]");
  EXPECT_EQ(hash_ordered({"b", "a", "b"}, HashBuckets::kDefault), "[a, b]");
  EXPECT_EQ(hash_ordered({}, HashBuckets::kFitting), "[]");
}

TEST(HashOrder, HashesUtf16) {
  // "\u00e9".hashCode() is 233, "\ud83d\ude00".hashCode() 1772899: buckets 9 and 8.
  EXPECT_EQ(hash_ordered({"\xC3\xA9", "\xF0\x9F\x98\x80"}, HashBuckets::kDefault),
            "[\xF0\x9F\x98\x80, \xC3\xA9]");
}

}  // namespace
}  // namespace magneto::operations
