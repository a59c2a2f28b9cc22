// SPDX-License-Identifier: Apache-2.0
//
// The lines on the right of docs/coming-from/pydynox.md, run. tests/scripts/test_coming_from.py checks
// that they stand here.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/magneto.h"

namespace magneto {
namespace {

using namespace std::chrono_literals;

class FromPydynox : public ::testing::Test {
 protected:
  FromPydynox() {
    songs.create({.partition_key = {"pk"}, .sort_key = KeyAttribute{"sk"}}).value();
    songs.wait_until_exists().value();
  }

  Client client = Database::in_memory()->client();
  Table songs = client.table("Songs");
  const Item song{{"pk", "ARTIST#nina"}, {"sk", "SONG#sinnerman"}, {"year", 1965}};
  const Item song_key{{"pk", "ARTIST#nina"}, {"sk", "SONG#sinnerman"}};
};

TEST_F(FromPydynox, ClientsAreMade) {
  {
    Client local({.region = "us-east-1", .endpoint = "http://localhost:8000"});
    EXPECT_EQ(local.region(), "us-east-1");
  }
  {
    ClientOptions options;
    options.credentials = Credentials{.access_key_id = "AKIA", .secret_access_key = "secret"};
    options.profile = "dev";
    options.role = RoleOptions{.arn = "arn:aws:iam::111122223333:role/R", .external_id = "x"};
    options.timeouts = {.connect = 5s, .read = 30s};
    options.retry.max_attempts = 3;
    options.proxy.url = "http://proxy:8080";
    options.rate = FixedRate{.rcu = 50, .wcu = 25, .burst = 100};
    options.rate = AdaptiveRate{.max_rcu = 100, .max_wcu = 50};
    Client configured(options);
  }
  set_default_client(client);
  EXPECT_TRUE(default_client().ping().get());
  Table by_default("Songs");
  EXPECT_TRUE(by_default.info().get());
  clear_default_client();
  EXPECT_TRUE(client.ping().get());
  EXPECT_EQ(rate_counters(client).consumed_wcu, 0);  // no rate is set
}

TEST_F(FromPydynox, ItemsAreWrittenAndRead) {
  songs.put(song).value();
  EXPECT_EQ(songs.get(song_key).value(), song);
  EXPECT_EQ(songs.get(song_key).consistent().value(), song);
  songs.get(song_key).projection({"year"}).value();
  songs.update(song_key).set(attr("year"), 1966).value();
  songs.update(song_key)
      .apply(update_expression("SET #y = :y", {{":y", 1967}}, {{"#y", "year"}}))
      .value();
  EXPECT_EQ((**songs.get(song_key).get())["year"].value_or(0), 1967);
  const auto failed = songs.put(song).when(attr("pk").not_exists()).item_on_failure().get();
  ASSERT_FALSE(failed);
  EXPECT_EQ((*failed.error().item())["year"].value_or(0), 1967);
  EXPECT_EQ(failed.error().code(), ErrorCode::kConditionalCheckFailed);
  std::optional<Item> old = songs.put(song).returning(ReturnValues::kAllOld).value();
  EXPECT_EQ((*old)["year"].value_or(0), 1967);
  songs.remove(song_key).value();
  EXPECT_EQ(songs.get(song_key).value(), std::nullopt);
}

TEST_F(FromPydynox, ManyItemsAreRead) {
  for (int i = 0; i < 30; ++i)
    songs.put({{"pk", "p"}, {"sk", std::to_string(100 + i)}, {"n", i}}).value();
  int found = 0;
  for (Result<Item>& item : songs.query(key("pk") == "p")) found += item ? 1 : 0;
  EXPECT_EQ(found, 30);
  auto some =
      songs.query(key("pk") == "p" && key("sk").begins_with("10")).filter(attr("n") > 5).limit(3);
  EXPECT_EQ(some.all().value().size(), 3u);
  songs.query(key("pk") == "p").page_size(10).descending().all().value();
  EXPECT_EQ(songs.scan().all().value().size(), 30u);
  EXPECT_EQ(songs.count().value().count, 30);
  ParallelScan scan(songs.scan(), {.segments = 4});
  for (found = 0; scan.next().value(); ++found) {
  }
  EXPECT_EQ(found, 30);
  auto range = songs.query(key("pk") == "p");
  range.next().value();
  std::optional<std::string> cursor = range.cursor().value();
  EXPECT_EQ(songs.query(key("pk") == "p").starting_at(*cursor).all().value().size(), 29u);
}

TEST_F(FromPydynox, BatchesAndTransactionsAreMade) {
  BatchWriter batch(songs);
  batch.put(song);
  batch.remove({{"pk", "x"}, {"sk", "y"}});
  EXPECT_TRUE(batch.finish().value().complete());
  auto items = BatchGet(songs).keys({song_key}).value();
  EXPECT_EQ(items.at(0), song);

  WriteTransaction transaction(client);
  transaction.put(songs, song);
  transaction.update(songs, {{"pk", "c"}, {"sk", "n"}}).add(attr("songs"), 1);
  transaction.commit().value();
  ReadTransaction read(client);
  read.get(songs, song_key);
  EXPECT_EQ(read.read().value().at(0), song);

  Statement statement(client, R"(SELECT * FROM "Songs" WHERE pk = ?)", {"ARTIST#nina"});
  EXPECT_EQ(statement.all().value().size(), 1u);
}

TEST_F(FromPydynox, TablesAreManaged) {
  Table more = client.table("More");
  more.create({.partition_key = {"pk"}, .sort_key = KeyAttribute{"sk"}}).value();
  EXPECT_TRUE(more.info().get());
  more.wait_until_exists().value();
  more.drop().value();
  EXPECT_GT(client.totals().calls, 0u);
}

TEST_F(FromPydynox, CallsAreAwaitedToo) {
  songs.put(song).value();
  const auto title = [](Table table, Item key) -> Call<int> {
    Result<std::optional<Item>> found = co_await table.get(key);
    if (!found) co_return found.error();
    co_return (**found)["year"].value_or(0);
  };
  EXPECT_EQ(title(songs, song_key).value(), 1965);
}

}  // namespace
}  // namespace magneto
