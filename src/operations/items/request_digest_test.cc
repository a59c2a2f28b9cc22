// SPDX-License-Identifier: Apache-2.0
#include "operations/items/request_digest.h"

#include <gtest/gtest.h>

#include "checks/test_request.h"

namespace magneto::internal::operations {
namespace {

std::string digest(std::string_view json) {
  checks::TestRequest request;
  Result<model::TransactWriteItemsInput> input =
      request.decode<model::TransactWriteItemsInput>(json);
  EXPECT_TRUE(input.ok());
  return std::string(request_digest(request.arena(), *input));
}

constexpr std::string_view kPut =
    R"({"TransactItems":[{"Put":{"TableName":"t","Item":{"a":{"S":"1"},"b":{"N":"1"}}}}]})";

TEST(RequestDigest, IsTheSameForTheSameRequest) { EXPECT_EQ(digest(kPut), digest(kPut)); }

TEST(RequestDigest, IsOfTheValuesNotOfTheirText) {
  EXPECT_EQ(
      digest(kPut),
      digest(
          R"({"TransactItems":[{"Put":{"Item":{"b":{"N":"1.0"},"a":{"S":"1"}},"TableName":"t"}}]})"));
}

TEST(RequestDigest, IsOfWhatIsWrittenOnly) {
  EXPECT_EQ(
      digest(kPut),
      digest(R"({"TransactItems":[{"Put":{"TableName":"t","Item":{"a":{"S":"1"},"b":{"N":"1"}}}}],)"
             R"("ReturnConsumedCapacity":"TOTAL","ClientRequestToken":"x"})"));
}

TEST(RequestDigest, IsAnotherForAnotherRequest) {
  EXPECT_NE(
      digest(kPut),
      digest(
          R"({"TransactItems":[{"Put":{"TableName":"t","Item":{"a":{"S":"1"},"b":{"N":"2"}}}}]})"));
  EXPECT_NE(digest(kPut), digest(R"({"TransactItems":[{"Delete":{"TableName":"t","Key":)"
                                 R"({"a":{"S":"1"},"b":{"N":"1"}}}}]})"));
}

}  // namespace
}  // namespace magneto::internal::operations
