// SPDX-License-Identifier: Apache-2.0
#include <future>

#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/model.h"
#include "magneto/operations.h"

namespace magneto {
namespace {

model::CreateTableInput songs() {
  return {.attribute_definitions =
              std::vector<model::AttributeDefinition>{
                  {.attribute_name = "Artist", .attribute_type = model::ScalarAttributeType::kS}},
          .table_name = "Songs",
          .key_schema = std::vector<model::KeySchemaElement>{{.attribute_name = "Artist",
                                                              .key_type = model::KeyType::kHash}},
          .billing_mode = model::BillingMode::kPayPerRequest};
}

Client client_with_table() {
  Client client = Database::in_memory()->client();
  client.call<operation::CreateTable>(songs()).value();
  return client;
}

TEST(Embedded, AnItemIsPutAndGot) {
  const Client client = client_with_table();
  const Item item{{"Artist", "Nina"}, {"Year", 1965}};
  client.call<operation::PutItem>({.table_name = "Songs", .item = item}).value();
  const auto got =
      client.call<operation::GetItem>({.table_name = "Songs", .key = {{"Artist", "Nina"}}}).value();
  EXPECT_EQ(got.item, item);
}

TEST(Embedded, CallsCanBeAsynchronous) {
  const Client client = client_with_table();
  std::promise<Result<model::PutItemOutput>> put;
  client.call<operation::PutItem>({.table_name = "Songs", .item = {{"Artist", "Nina"}}})
      .then([&put](Result<model::PutItemOutput> result) { put.set_value(std::move(result)); });
  EXPECT_TRUE(put.get_future().get());
}

TEST(Embedded, TheServicesErrorsAreTheClients) {
  const Client client = client_with_table();
  const auto result =
      client.call<operation::GetItem>({.table_name = "Nothing", .key = {{"a", 1}}}).get();
  EXPECT_EQ(result.error().code(), ErrorCode::kResourceNotFound);
  EXPECT_EQ(result.error().http_status(), 400);
}

TEST(Embedded, PingIsAnswered) { EXPECT_TRUE(Database::in_memory()->client().ping().get()); }

}  // namespace
}  // namespace magneto
