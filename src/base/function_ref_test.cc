// SPDX-License-Identifier: Apache-2.0
#include "base/function_ref.h"

#include <gtest/gtest.h>

namespace magneto::internal {
namespace {

int twice(int number) { return 2 * number; }

TEST(FunctionRef, CallsWhatItBorrows) {
  int calls = 0;
  auto count = [&](int by) { return calls += by; };
  const FunctionRef<int(int)> reference(count);
  EXPECT_EQ(reference(2), 2);
  EXPECT_EQ(reference(3), 5);
  EXPECT_EQ(FunctionRef<int(int)>(twice)(4), 8);
}

}  // namespace
}  // namespace magneto::internal
