// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace magneto::internal {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return validation_error("odd");
  return number / 2;
}

Result<int> quarter(int number) {
  MAGNETO_ASSIGN_OR_RETURN(const int once, half(number));
  return half(once);
}

Result<void> check_even(int number) {
  MAGNETO_RETURN_IF_ERROR(half(number));
  return {};
}

TEST(Result, CarriesAValueOrTheFirstError) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(7).error().message(), "odd");
  EXPECT_EQ(quarter(6).error().code(), ErrorCode::kValidation);
}

TEST(Result, OfNothingIsSuccessOrAnError) {
  EXPECT_TRUE(check_even(2).ok());
  EXPECT_EQ(check_even(3).error().message(), "odd");
}

TEST(Result, GivesUpAValueThatCanOnlyMove) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(ResultDeathTest, EndsTheProgramWhenReadWrongly) {
  EXPECT_DEATH((void)*half(3), "check failed: ok\\(\\)");
  EXPECT_DEATH((void)half(2).error(), "check failed: !ok\\(\\)");
}

}  // namespace
}  // namespace magneto::internal
