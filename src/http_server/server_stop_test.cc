// SPDX-License-Identifier: Apache-2.0
//
// What a stop waits for.
#include "http_server/server_fixture.h"

namespace magneto::internal::http_server {
namespace {

TEST_F(ServerTest, StopAnswersWhatHasBegun) {
  start({.hosts = {"127.0.0.1"}, .threads = 2});
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<TestClient>(server_->port()));
    clients.back()->send(post("/later", std::to_string(i)));
  }
  TestClient idle(server_->port());
  wait_until(20, &HttpProbe::requests);
  server_->stop();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(body_of(clients[static_cast<std::size_t>(i)]->read_answer()), std::to_string(i));
  }
  EXPECT_TRUE(idle.ends());
  EXPECT_FALSE(TestClient(server_->port()).connected());
}

TEST_F(ServerTest, StopDoesNotWaitForClientsThatKeepTheirConnections) {
  ServerOptions options{.hosts = {"127.0.0.1"}, .threads = 1};
  options.limits.linger_timeout_ms = 600'000;
  start(std::move(options));
  TestClient held(server_->port());
  held.send(post("/hold", "still there"));
  hold_.entered.wait(false);
  std::atomic<bool> stopped{false};
  std::thread stopping([&] {
    server_->stop(600'000);
    stopped = true;
  });
  std::this_thread::sleep_for(20ms);  // So that it usually is asked to stop before it has answered.
  hold_.release();
  EXPECT_EQ(body_of(held.read_answer()), "still there");
  for (int i = 0; i < 6000 && !stopped; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(stopped);
  held.close();
  stopping.join();
}

TEST_F(ServerTest, StopCutsOffRequestsThatNeverEnd) {
  start();
  TestClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  wait_until(1, &HttpProbe::connections_open);
  auto begin = std::chrono::steady_clock::now();
  server_->stop(100);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

}  // namespace
}  // namespace magneto::internal::http_server
