// SPDX-License-Identifier: Apache-2.0
//
// The snippets of docs/client/testing.md: how a program that uses the client is tested.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/faults.h"
#include "magneto/magneto.h"

using namespace magneto;

namespace {

/// What is to be tested.
int play(const Table& songs, const Item& key) {
  const auto played = songs.update(key)
                          .set(attr("Plays"), attr("Plays").or_else(0) + 1)
                          .returning(ReturnValues::kUpdatedNew)
                          .value();
  return (*played)["Plays"].as<int>().value();
}

const Item kSinnerman{{"Artist", "Nina"}, {"Title", "Sinnerman"}};

class SongsTest : public testing::Test {
 protected:
  SongsTest() {
    songs.create({.partition_key = {"Artist"}, .sort_key = KeyAttribute{"Title"}}).value();
    songs.wait_until_exists().value();
  }

  Database database = Database::in_memory().value();
  Table songs = database.client().table("Songs");
};

TEST_F(SongsTest, PlaysAreCounted) {
  EXPECT_EQ(play(songs, kSinnerman), 1);
  EXPECT_EQ(play(songs, kSinnerman), 2);
}

/// Waits that take no time.
class NoWaits : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override { return std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point steady_now() override { return {}; }
  void sleep(std::chrono::nanoseconds) override {}
};

TEST_F(SongsTest, AThrottleIsNoError) {
  auto faulty = std::make_shared<FaultyConnection>(database.connection(), Faults{.throttle = 0.5});
  const Client client(faulty, {.retry = {.max_attempts = 20}, .time = std::make_shared<NoWaits>()});
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(play(client.table("Songs"), kSinnerman), i);
  EXPECT_GT(faulty->injected(), 0u);
}

TEST_F(SongsTest, APlayIsNotCountedTwiceWhenItsAnswerIsLost) {
  auto faulty = std::make_shared<FaultyConnection>(database.connection(), Faults{.lose_answer = 1});
  EXPECT_THROW(play(Client(faulty).table("Songs"), kSinnerman), Exception);
  EXPECT_EQ(play(songs, kSinnerman), 2);
}

/// Answers that the test makes up.
class Canned : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    sent.emplace_back(request.body);
    return Answer(200, R"({"Attributes":{"Plays":{"N":"7"}}})");
  }
  std::vector<std::string> sent;
};

TEST(Play, SendsOneUpdate) {
  auto canned = std::make_shared<Canned>();
  EXPECT_EQ(play(Client(canned).table("Songs"), kSinnerman), 7);
  ASSERT_EQ(canned->sent.size(), 1u);
  EXPECT_NE(canned->sent[0].find(R"("Title":{"S":"Sinnerman"})"), std::string::npos);
}

TEST(Play, LooksLikeThis) {
  const Table songs = Client(std::make_shared<Canned>()).table("Songs");
  const std::string request = songs.get(kSinnerman).projection({"Year"}).explain().value();
  EXPECT_TRUE(request.starts_with(R"(GetItem {"TableName":"Songs")")) << request;
}

}  // namespace
