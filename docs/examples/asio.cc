// SPDX-License-Identifier: Apache-2.0
//
// The snippets of docs/client/start.md about programs that are built on Asio.
#include "magneto/asio.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <cstdio>
#include <future>
#include <memory>
#include <thread>

#include "magneto/database.h"
#include "magneto/magneto.h"

#if defined(BOOST_ASIO_HAS_CO_AWAIT)
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#endif

using namespace magneto;
namespace asio = boost::asio;

namespace {

/// Answers on a thread of its own, a moment later; end() waits until that is over.
class Later final : public Connection {
 public:
  Result<Answer> exchange(const Request&) override { return Answer(200, R"({"Item":{}})"); }
  void start(const Request&, Done done) override {
    thread_ = std::thread([done = std::move(done)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      done(Answer(200, R"({"Item":{}})"));
    });
  }
  void end() { thread_.join(); }

 private:
  std::thread thread_;
};

class AsioCalls : public testing::Test {
 protected:
  AsioCalls() {
    songs.create({.partition_key = {"Title"}}).value();
    songs.put({{"Title", "Sinnerman"}, {"Plays", 7}}).value();
  }

  const Client client = Database::in_memory()->client();
  const Table songs = client.table("Songs");
  const Item key{{"Title", "Sinnerman"}};
};

TEST_F(AsioCalls, RunTheirHandlerOnItsExecutor) {
  asio::io_context context;
  std::thread::id ran_on;
  int plays = 0;
  // What only can be moved may be a handler's.
  async_call(songs.get(key), asio::bind_executor(context.get_executor(),
                                                 [&, times = std::make_unique<int>(2)](auto song) {
                                                   ran_on = std::this_thread::get_id();
                                                   plays = *times * (**song)["Plays"].value_or(0);
                                                 }));
  EXPECT_EQ(plays, 0);
  context.run();
  EXPECT_EQ(plays, 14);
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST_F(AsioCalls, AreWorkThatTheContextWaitsFor) {
  asio::io_context context;
  bool found = false;
  const auto later = std::make_shared<Later>();
  async_call(Client(later).table("Songs").get(key),
             asio::bind_executor(context.get_executor(),
                                 [&](auto song) { found = song.value().has_value(); }));
  context.run();
  later->end();
  EXPECT_TRUE(found);
}

TEST_F(AsioCalls, GiveFuturesAndErrorsAsValues) {
  std::future<Result<TableInfo>> info = async_call(songs.info(), asio::use_future);
  EXPECT_EQ(info.get().value().name, "Songs");
  auto none = async_call(client.table("Nothing").info(), asio::use_future).get();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), ErrorCode::kResourceNotFound);
}

#if defined(BOOST_ASIO_HAS_CO_AWAIT)
asio::awaitable<void> count_play(Table songs, Item key) {
  auto update = songs.update(key).set(attr("Plays"), attr("Plays").or_else(0) + 1);
  const Result<void> updated = co_await async_call(update, asio::use_awaitable);
  if (!updated) std::puts(updated.error().to_string().c_str());
}

TEST_F(AsioCalls, AreAwaitedInItsCoroutines) {
  asio::io_context context;
  asio::co_spawn(context, count_play(songs, key), asio::detached);
  context.run();
  EXPECT_EQ((*songs.get(key).value())["Plays"].value_or(0), 8);
}
#endif

}  // namespace
