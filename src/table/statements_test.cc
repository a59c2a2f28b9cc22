// SPDX-License-Identifier: Apache-2.0
#include "magneto/statements.h"

#include <gtest/gtest.h>

#include "table/fake_connection.h"

namespace magneto::internal::table {
namespace {

class Statements : public testing::Test {
 protected:
  std::shared_ptr<FakeConnection> fake = std::make_shared<FakeConnection>();
};

TEST_F(Statements, SendTheirParametersAndCrossPagesEvenEmptyOnes) {
  fake->answers({R"({"Items":[{"a":{"N":"1"}}],"NextToken":"t1"})",
                 R"({"Items":[],"NextToken":"t2"})", R"({"Items":[{"a":{"N":"2"}}]})"});
  Statement select(fake->client(), "SELECT * FROM T WHERE a > ?", {0});
  EXPECT_EQ(select.page_size(1).consistent().all().value().size(), 2u);
  EXPECT_EQ(fake->body(0), R"({"Statement":"SELECT * FROM T WHERE a > ?","Parameters":[{"N":"0"}],)"
                           R"("ConsistentRead":true,"Limit":1})");
  EXPECT_NE(fake->body(2).find(R"("NextToken":"t2")"), std::string::npos);
  EXPECT_EQ(select.next_page().value(), std::nullopt);
}

TEST_F(Statements, GoOnFromACursor) {
  fake->answers({R"({"Items":[{"a":{"N":"1"}}],"NextToken":"t1"})", R"({"Items":[]})"});
  Statement first(fake->client(), "SELECT * FROM T");
  EXPECT_EQ(first.next_page().value()->size(), 1u);
  EXPECT_EQ(first.cursor(), "t1");
  Statement second(fake->client(), "SELECT * FROM T");
  EXPECT_TRUE(second.starting_at(first.cursor()).all().value().empty());
  EXPECT_NE(fake->body(1).find(R"("NextToken":"t1")"), std::string::npos);
}

TEST_F(Statements, OfABatchEachHasItsOwnResult) {
  fake->answers({R"({"Responses":[{"TableName":"T","Item":{"a":{"N":"1"}}},{"Error":{"Code":)"
                 R"("ConditionalCheckFailed","Message":"failed","Item":{"a":{"N":"2"}}}},{}]})"});
  const auto results = execute_batch(fake->client(), {{"one", {1}}, {"two"}, {"three"}}).value();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0].value());
  ASSERT_FALSE(results[1]);
  EXPECT_EQ(results[1].error().code(), ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ((*results[1].error().item())["a"].as<int>().value(), 2);
  EXPECT_FALSE(results[2].value());
}

TEST_F(Statements, OfABatchThatAreThrottledAreSentAgain) {
  const std::string throttled = R"({"Error":{"Code":"ThrottlingError","Message":"slow down"}})";
  fake->answers(
      {R"({"Responses":[)" + throttled + R"(,{"Item":{"a":{"N":"1"}}},)" + throttled + "]}",
       R"({"Responses":[{"Item":{"a":{"N":"0"}}},)" + throttled + "]}",
       R"({"Responses":[{"Item":{"a":{"N":"2"}}}]})"});
  const auto results = execute_batch(fake->client(), {{"zero"}, {"one"}, {"two"}}).value();
  ASSERT_EQ(results.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(results[i]) << i;
    EXPECT_EQ((**results[i])["a"].as<std::size_t>().value(), i);
  }
  EXPECT_NE(fake->body(1).find("zero"), std::string::npos);
  EXPECT_EQ(fake->body(1).find("one"), std::string::npos);
  EXPECT_EQ(fake->body(2).find("zero"), std::string::npos);
  EXPECT_NE(fake->body(2).find("two"), std::string::npos);
}

TEST_F(Statements, MoreThanTwentyFiveAreSplit) {
  fake->answers({"AccessDeniedException", R"({"Responses":[{}]})"});
  const auto results =
      execute_batch(fake->client(), std::vector<BatchedStatement>(26, {"x", {}})).value();
  ASSERT_EQ(results.size(), 26u);
  EXPECT_EQ(results[24].error().code(), ErrorCode::kAccessDenied);
  EXPECT_TRUE(results[25]);
}

TEST_F(Statements, OfATransactionCarryAToken) {
  fake->answers({R"({"Responses":[{"Item":{"a":{"N":"1"}}},{}]})", "{}"});
  const auto items = execute_transaction(fake->client(), {{"one", {1}}, {"two"}}).value();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_TRUE(items[0]);
  EXPECT_FALSE(items[1]);
  EXPECT_NE(fake->body(0).find("ClientRequestToken"), std::string::npos);
  EXPECT_TRUE(execute_transaction(fake->client(), {{"one"}}, "mine").get());
  EXPECT_NE(fake->body(1).find(R"("ClientRequestToken":"mine")"), std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::table
