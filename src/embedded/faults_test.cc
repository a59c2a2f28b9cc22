// SPDX-License-Identifier: Apache-2.0
#include "magneto/faults.h"

#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/model.h"
#include "magneto/operations.h"

namespace magneto {
namespace {

class FaultsTest : public testing::Test {
 protected:
  FaultsTest() {
    plain_
        .call<operation::CreateTable>(
            {.attribute_definitions =
                 std::vector<model::AttributeDefinition>{
                     {.attribute_name = "id", .attribute_type = model::ScalarAttributeType::kN}},
             .table_name = "Things",
             .key_schema =
                 std::vector<model::KeySchemaElement>{
                     {.attribute_name = "id", .key_type = model::KeyType::kHash}},
             .billing_mode = model::BillingMode::kPayPerRequest})
        .value();
  }

  Client faulty(Faults faults, RetryOptions retry = RetryOptions::never()) const {
    return Client(std::make_shared<FaultyConnection>(database_.connection(), faults),
                  {.retry = retry});
  }
  bool has(int id) const {
    return plain_.call<operation::GetItem>({.table_name = "Things", .key = {{"id", id}}})
        .value()
        .item.has_value();
  }
  static model::PutItemInput put(int id) { return {.table_name = "Things", .item = {{"id", id}}}; }

  Database database_ = Database::in_memory().value();
  Client plain_ = database_.client();
};

TEST_F(FaultsTest, AThrottledRequestIsNotExecuted) {
  EXPECT_EQ(faulty({.throttle = 1}).call<operation::PutItem>(put(1)).get().error().code(),
            ErrorCode::kProvisionedThroughputExceeded);
  EXPECT_FALSE(has(1));
}

TEST_F(FaultsTest, ARequestWhoseAnswerIsLostIsExecuted) {
  EXPECT_EQ(faulty({.lose_answer = 1}).call<operation::PutItem>(put(1)).get().error().code(),
            ErrorCode::kConnectionLost);
  EXPECT_TRUE(has(1));
}

TEST_F(FaultsTest, ADamagedAnswerIsAChecksumError) {
  EXPECT_EQ(faulty({.wrong_checksum = 1}).call<operation::PutItem>(put(1)).get().error().code(),
            ErrorCode::kChecksum);
}

TEST_F(FaultsTest, RetriesOvercomeFaultsThatAreNotEveryTime) {
  const RetryOptions patient{.max_attempts = 30,
                             .transient_base = std::chrono::milliseconds(0),
                             .throttled_base = std::chrono::milliseconds(0)};
  const Client client =
      faulty({.throttle = 0.2, .server_error = 0.1, .refuse = 0.1, .lose_answer = 0.1}, patient);
  for (int id = 0; id < 50; ++id) client.call<operation::PutItem>(put(id)).value();
  for (int id = 0; id < 50; ++id) EXPECT_TRUE(has(id)) << id;
  EXPECT_GT(client.totals().attempts, 50u);
}

TEST_F(FaultsTest, HalfOfAPartialBatchComesBack) {
  std::vector<model::WriteRequest> writes;
  for (int id = 0; id < 4; ++id) writes.push_back({.put_request = model::PutRequest{{{"id", id}}}});
  const auto output = faulty({.partial_batch = 1})
                          .call<operation::BatchWriteItem>({.request_items = {{"Things", writes}}})
                          .value();
  ASSERT_TRUE(output.unprocessed_items.contains("Things"));
  EXPECT_EQ(output.unprocessed_items.at("Things").size(), 2u);
  EXPECT_TRUE(has(0) && has(1));
  EXPECT_FALSE(has(2) || has(3));
}

}  // namespace
}  // namespace magneto
