// SPDX-License-Identifier: Apache-2.0
//
// The lines on the right of docs/coming-from/aws-sdk-cpp.md, run. tests/scripts/test_coming_from.py
// checks that they stand here.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/magneto.h"

namespace magneto {
namespace {

using namespace std::chrono_literals;

class FromTheSdk : public ::testing::Test {
 protected:
  FromTheSdk() {
    TableDefinition definition{.partition_key = {"Artist"}, .sort_key = KeyAttribute{"Title"}};
    songs.create(definition).value();
    songs.wait_until_exists().value();
  }

  Client client = Database::in_memory()->client();
  Table songs = client.table("Songs");
  const Item song{{"Artist", "Nina"}, {"Title", "Sinnerman"}, {"Year", 1965}};
  const Item song_key{{"Artist", "Nina"}, {"Title", "Sinnerman"}};
};

TEST_F(FromTheSdk, ClientsNeedNoInit) {
  ClientOptions options{.region = "eu-central-1"};
  options.endpoint = "http://localhost:8000";
  options.timeouts = {.connect = 1s, .read = 3s};
  options.retry.mode = RetryMode::kAdaptive;
  options.tls.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  options.pool.max_connections = 25;
  Client configured(options);
  EXPECT_EQ(configured.region(), "eu-central-1");
}

TEST_F(FromTheSdk, ItemsAreWrittenAndRead) {
  songs.put({{"Artist", "Nina"}, {"Title", "Sinnerman"}, {"Year", 1965}}).value();
  Result<std::optional<Item>> found = songs.get(song_key).get();
  ASSERT_TRUE(found) << found.error().to_string();
  std::string title = (**found)["Title"].as<std::string>().value();
  int year = (**found)["Year"].value_or(0);
  EXPECT_EQ(title + std::to_string(year), "Sinnerman1965");
  songs.update(song_key).set(attr("Year"), 1966).add(attr("Plays"), 1).value();
  songs.update(song_key).remove(attr("Plays")).returning(ReturnValues::kAllNew).value();
  songs.put(song).when(attr("Year") == 1966).value();
  songs.remove(song_key).value();
  EXPECT_EQ(songs.get(song_key).value(), std::nullopt);
}

TEST_F(FromTheSdk, RequestsOfTheApiAreTypedAsThere) {
  model::PutItemInput request{.table_name = "Songs", .item = song};
  auto outcome = client.call<operation::PutItem>(request).get();
  ASSERT_TRUE(outcome);
  auto output = client.call<operation::ListTables>({}).value();
  EXPECT_EQ(output.table_names, std::vector<std::string>{"Songs"});
}

TEST_F(FromTheSdk, ManyItemsAreRead) {
  for (int i = 0; i < 30; ++i) songs.put({{"Artist", "a"}, {"Title", std::to_string(i)}}).value();
  std::vector<Item> all = songs.query(key("Artist") == "a").all().value();
  EXPECT_EQ(all.size(), 30u);
  int count = 0;
  for (Result<Item>& item : songs.scan().page_size(7)) count += item ? 1 : 0;
  EXPECT_EQ(count, 30);
  songs.query(key("Artist") == "a" && key("Title").begins_with("1"))
      .filter(attr("Year") > 1)
      .all()
      .value();
}

TEST_F(FromTheSdk, BatchesAndTransactionsFinish) {
  BatchWriter batch(songs);
  batch.put(song);
  BatchReport report = batch.finish().value();
  EXPECT_TRUE(report.complete());
  EXPECT_EQ(BatchGet(songs).keys({song_key}).value().at(0), song);
  WriteTransaction order(client);
  order.put(songs, song).when(attr("Artist").not_exists());
  auto done = order.commit().get();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().cancellation_reasons()[0].code, ErrorCode::kConditionalCheckFailed);
  Statement statement(client, R"(SELECT * FROM "Songs" WHERE Artist = ?)", {"Nina"});
  EXPECT_EQ(statement.all().value().size(), 1u);
}

TEST_F(FromTheSdk, ErrorsAreValues) {
  auto missing = client.table("None").get(song_key).get();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), ErrorCode::kResourceNotFound);
  EXPECT_FALSE(missing.error().retryable());
  EXPECT_FALSE(missing.error().message().empty());
  songs.get(song_key).within(10s).value();
  songs.drop().value();
}

}  // namespace
}  // namespace magneto
