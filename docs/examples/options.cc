// SPDX-License-Identifier: Apache-2.0
//
// The snippets of docs/client that are about a client rather than about a table.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/magneto.h"

using namespace magneto;
using namespace std::chrono_literals;

namespace {

Result<std::string> ask_the_user(const std::string& serial) { return "code of " + serial; }

Call<BatchReport> write_all(Table songs, std::vector<Item> items) {
  BatchWriter batch(songs);
  for (Item& item : items) {
    (co_await batch.ready()).value();
    batch.put(std::move(item));
  }
  co_return co_await batch.finish();
}

TEST(Start, AClientNeedsARegion) {
  Client client({.region = "eu-central-1"});  // or {.endpoint = "http://localhost:8000"}
  Table songs = client.table("Songs");
  EXPECT_EQ(songs.client().region(), "eu-central-1");
}

TEST(Credentials, MayBeThoseOfARole) {
  Client client({.region = "eu-central-1",
                 .role = RoleOptions{.arn = "arn:aws:iam::111122223333:role/Reader",
                                     .mfa_serial = "GAHT12345678"},
                 .mfa_code = [](const std::string& serial) { return ask_the_user(serial); }});
  EXPECT_EQ(client.region(), "eu-central-1");
}

TEST(RateLimiting, HasTwoWaysAndCounts) {
  Client reader({.region = "eu-central-1", .rate = FixedRate{.rcu = 50}});
  Client writer({.region = "eu-central-1", .rate = AdaptiveRate{.max_rcu = 100, .max_wcu = 200}});
  EXPECT_EQ(rate_counters(reader).current_rcu, 50);
  const Client client = writer;
  const RateCounters rate = rate_counters(client);
  EXPECT_EQ(rate.current_wcu, 100);
}

class SongsOfExamples : public testing::Test {
 protected:
  SongsOfExamples() {
    songs.create({.partition_key = {"Artist"}, .sort_key = KeyAttribute{"Title"}}).value();
    songs.wait_until_exists().value();
  }

  const Item kSinnerman{{"Artist", "Nina"}, {"Title", "Sinnerman"}};
  Table songs = Database::in_memory()->client().table("Songs");
};

TEST_F(SongsOfExamples, TimeoutsAndRetriesAreOptions) {
  Client client({.region = "eu-central-1",
                 .timeouts = {.connect = 1s, .read = 5s, .total = 10s},
                 .retry = {.max_attempts = 6, .repeat = Repeat::kNothingUnknown}});
  EXPECT_EQ(client.totals().calls, 0u);
  songs.get(kSinnerman).within(60s).value();
}

TEST_F(SongsOfExamples, ACoroutineWritesABatch) {
  std::vector<Item> items(30, kSinnerman);
  for (std::size_t i = 0; i < items.size(); ++i) items[i]["Title"] = std::to_string(i);
  EXPECT_EQ(write_all(songs, items).value().written, 30u);
}

}  // namespace
