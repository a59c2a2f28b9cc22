// SPDX-License-Identifier: Apache-2.0
#include "http_server/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "http/compression.h"
#include "http/memory_budget.h"
#include "http_server/event_loop.h"
#include "http_server/server_fixture.h"

namespace magneto::internal::http_server {
namespace {

TEST_F(ServerTest, AnswersWithTheServicesHeaders) {
  start();
  TestClient client(server_->port());
  client.send(post("/", "{}"));
  std::string answer = client.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nServer: Server\r\nDate: ")) << answer;
  for (const char* line : {"\r\nContent-Type: text/plain\r\n", "\r\nContent-Length: 2\r\n",
                           "\r\nConnection: keep-alive\r\n", "\r\nx-amz-crc32: 2745614147\r\n"}) {
    EXPECT_NE(answer.find(line), std::string::npos) << line << answer;
  }
  std::size_t id = answer.find("\r\nx-amzn-RequestId: ");
  ASSERT_NE(id, std::string::npos);
  std::string_view rest = std::string_view(answer).substr(id + 20);
  EXPECT_EQ(rest.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 52u);
}

TEST_F(ServerTest, KeepsConnections) {
  start();
  TestClient client(server_->port());
  for (int i = 0; i < 100; ++i) {
    client.send(post(i % 2 == 0 ? "/" : "/later", std::to_string(i)));
    EXPECT_EQ(body_of(client.read_answer()), std::to_string(i));
  }
  EXPECT_EQ(sum(&HttpProbe::connections_accepted), 1u);
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  start();
  TestClient client(server_->port());
  std::string all;
  for (int i = 0; i < 200; ++i) all += post(i % 3 == 0 ? "/later" : "/", std::to_string(i));
  client.send(all);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(body_of(client.read_answer()), std::to_string(i));
}

TEST_F(ServerTest, ClosesWhenAsked) {
  start();
  TestClient client(server_->port());
  client.send(post("/", "x", "Connection: close\r\n"));
  EXPECT_NE(client.read_answer().find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, AsksForTheBodyWhenTheClientWaits) {
  start();
  TestClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_EQ(body_of(client.read_answer()), "hello");
}

TEST_F(ServerTest, ASenderOfAnOverlongBodyGetsToReadTheAnswer) {
  start();
  TestClient client(server_->port());
  std::size_t size = 40 * 1024 * 1024;
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) +
                          "\r\n\r\n"));
  EXPECT_TRUE(client.send(std::string(size, 'x')));
  std::string answer = client.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Request Entity Too Large\r\n")) << answer;
  EXPECT_NE(answer.find("\r\nTransfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, MalformedRequestsGet400AndTheEnd) {
  start();
  TestClient client(server_->port());
  client.send("what is this\r\n\r\n");
  EXPECT_TRUE(client.read_answer().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_TRUE(client.ends());
  wait_until(1, &HttpProbe::malformed_requests);
}

TEST_F(ServerTest, TlsOnAPortWithoutItGets400AtOnce) {
  start();
  TestClient client(server_->port());
  // The beginning of a ClientHello, whose sender waits for an answer.
  client.send(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9));
  EXPECT_TRUE(client.read_answer().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, HeadersBeyondTheLimitGet400) {
  start();
  TestClient client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(17'000, 'a') + "\r\n\r\n");
  EXPECT_TRUE(client.read_answer().starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_F(ServerTest, LargeAnswersAreCompressedForWhoAcceptsThat) {
  start();
  TestClient client(server_->port());
  client.send(post("/large", ""));
  EXPECT_EQ(body_of(client.read_answer()).size(), 100'000u);
  client.send(post("/large", "", "Accept-Encoding: gzip\r\n"));
  std::string answer = client.read_answer();
  EXPECT_NE(answer.find("\r\nContent-Encoding: gzip\r\n"), std::string::npos);
  http::MemoryBudget budget(1'000'000);
  http::InflatedBody inflated(budget);
  EXPECT_EQ(inflated.inflate(http::Coding::kGzip, body_of(answer), 200'000),
            http::InflatedBody::Outcome::kOk);
  EXPECT_EQ(inflated.text(), std::string(100'000, 'x'));
  client.send(post("/", "short", "Accept-Encoding: gzip\r\n"));
  EXPECT_EQ(body_of(client.read_answer()), "short");
}

TEST_F(ServerTest, IdleConnectionsAreClosed) {
  ServerOptions options;
  options.limits.idle_timeout_ms = 200;
  start(options);
  TestClient client(server_->port());
  client.send(post("/", "x"));
  EXPECT_EQ(body_of(client.read_answer()), "x");
  EXPECT_TRUE(client.ends());
  wait_until(1, &HttpProbe::timeouts);
}

TEST_F(ServerTest, SlowHeadersAreNotWaitedFor) {
  ServerOptions options;
  options.limits.header_timeout_ms = 400;
  start(options);
  TestClient client(server_->port());
  auto begin = std::chrono::steady_clock::now();
  // A byte now and then does not lengthen the time.
  while (client.send("X") && std::chrono::steady_clock::now() - begin < 60s) {
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

TEST_F(ServerTest, SlowBodiesAreNotWaitedFor) {
  ServerOptions options;
  options.limits.body_timeout_ms = 200;
  start(options);
  TestClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  EXPECT_TRUE(client.ends());
}

TEST_F(ServerTest, TheIdlestConnectionMakesRoomForANewOne) {
  ServerOptions options;
  options.limits.connections = 2;
  start(options);
  TestClient first(server_->port());
  first.send(post("/", "1"));
  EXPECT_EQ(body_of(first.read_answer()), "1");
  std::this_thread::sleep_for(600ms);  // The loop's clock ticks four times a second.
  TestClient second(server_->port());
  second.send(post("/", "2"));
  EXPECT_EQ(body_of(second.read_answer()), "2");
  TestClient third(server_->port());
  third.send(post("/", "3"));
  EXPECT_EQ(body_of(third.read_answer()), "3");
  EXPECT_TRUE(first.ends());
  second.send(post("/", "still there"));
  EXPECT_EQ(body_of(second.read_answer()), "still there");
  EXPECT_EQ(sum(&HttpProbe::connections_evicted), 1u);
}

// The loop finds both at once: the new connection, and the request of the one that was idle longest.
TEST_F(ServerTest, AConnectionWhoseRequestHasArrivedIsNotClosedForANewOne) {
  ServerOptions options;
  options.limits.connections = 2;
  start(options);
  TestClient first(server_->port());
  first.send(post("/", "1"));
  EXPECT_EQ(body_of(first.read_answer()), "1");
  TestClient second(server_->port());
  second.send(post("/hold", "2"));
  hold_.entered.wait(false);
  TestClient third(server_->port());
  first.send(post("/", "was idle"));
  hold_.release();
  EXPECT_EQ(body_of(first.read_answer()), "was idle");
  EXPECT_EQ(body_of(second.read_answer()), "2");
}

TEST_F(ServerTest, WhatIsBusyIsNotClosedForANewConnection) {
  ServerOptions options;
  options.limits.connections = 1;
  start(options);
  TestClient first(server_->port());
  first.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  wait_until(1, &HttpProbe::connections_open);
  TestClient second(server_->port());
  EXPECT_TRUE(second.ends());
  wait_until(1, &HttpProbe::connections_refused);
  first.send("cde");
  EXPECT_EQ(body_of(first.read_answer()), "abcde");
}

TEST_F(ServerTest, HalfSentBodiesDoNotLockOutOthers) {
  ServerOptions options;
  options.limits.total_buffer_bytes = 4 << 20;
  start(options);
  std::vector<std::unique_ptr<TestClient>> half;
  for (int i = 0; i < 8; ++i) {
    half.push_back(std::make_unique<TestClient>(server_->port()));
    half.back()->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" +
                      std::string(900'000, 'x'));
  }
  std::this_thread::sleep_for(1600ms);  // They are not closed before a second has passed.
  TestClient client(server_->port());
  client.send(post("/", std::string(500'000, 'y')));
  EXPECT_EQ(body_of(client.read_answer()).size(), 500'000u);
  expect_within(options.limits.total_buffer_bytes);
}

TEST_F(ServerTest, AnswersThatNobodyReadsStayWithinTheBudget) {
  ServerOptions options;
  options.limits.total_buffer_bytes = 40 << 20;
  start(options);
  std::vector<std::unique_ptr<TestClient>> silent;
  for (int i = 0; i < 20; ++i) {
    silent.push_back(std::make_unique<TestClient>(server_->port()));
    silent.back()->send(post("/huge", ""));
  }
  wait_until(20, &HttpProbe::requests);
  expect_within(options.limits.total_buffer_bytes);
  EXPECT_GE(server_->buffer_bytes(), 8u << 20);
  std::this_thread::sleep_for(1600ms);
  TestClient client(server_->port());
  client.send(post("/huge", ""));
  EXPECT_EQ(body_of(client.read_answer()).size(), 8u << 20);
  expect_within(options.limits.total_buffer_bytes);
}

TEST_F(ServerTest, BodiesThatNobodyWantsAreNotKept) {
  start();
  TestClient client(server_->port());
  client.send("POST /unwanted HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n");
  std::string answer = client.read_answer();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_EQ(body_of(answer), "not wanted");
  EXPECT_TRUE(client.send(std::string(10'000'000, 'x')));
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(server_->buffer_bytes(), 0u);
}

TEST(Accepting, ErrorsOfOneConnectionAreNoReasonToWait) {
  auto error = [](int number) {
    return boost::system::error_code(number, boost::system::system_category());
  };
  for (int number : {0, ECONNABORTED, EPROTO, ENETDOWN})
    EXPECT_TRUE(may_accept_at_once(error(number)));
  for (int number : {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM, EBADF})
    EXPECT_FALSE(may_accept_at_once(error(number))) << number;
}

TEST_F(ServerTest, ListensOnBothLoopbackAddresses) {
  start();
  EXPECT_EQ(server_->hosts().front(), "127.0.0.1");
  for (const std::string& host : server_->hosts()) {
    TestClient client(server_->port(), host);
    client.send(post("/", host));
    EXPECT_EQ(body_of(client.read_answer()), host);
  }
}

TEST_F(ServerTest, ListensOnSeveralAddresses) {
  start({.hosts = {"127.0.0.2", "127.0.0.3"}, .threads = 2});
  EXPECT_EQ(server_->hosts(), (std::vector<std::string>{"127.0.0.2", "127.0.0.3"}));
  EXPECT_FALSE(TestClient(server_->port(), "127.0.0.1").connected());
  TestClient client(server_->port(), "127.0.0.3");
  client.send(post("/", "x"));
  EXPECT_EQ(body_of(client.read_answer()), "x");
}

TEST_F(ServerTest, AStarIsAllAddresses) {
  start({.hosts = {"*"}});
  EXPECT_EQ(server_->hosts().front(), "0.0.0.0");
  TestClient client(server_->port(), "127.0.0.5");
  client.send(post("/", "x"));
  EXPECT_EQ(body_of(client.read_answer()), "x");
}

TEST_F(ServerTest, RequestsWithoutMemoryForThemGet503) {
  ServerOptions options;
  options.limits.total_buffer_bytes = 100'000;
  start(options);
  TestClient client(server_->port());
  client.send(post("/", std::string(1'000'000, 'x')));
  EXPECT_TRUE(client.read_answer().starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
}

TEST_F(ServerTest, APortThatIsTakenIsAnError) {
  start();
  auto second = Server::start({.hosts = {"127.0.0.1"}, .port = server_->port()}, [this](Loop&) {
    return std::make_unique<EchoHandler>(elsewhere_, hold_);
  });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().message(), "cannot listen on 127.0.0.1 port " +
                                          std::to_string(server_->port()) +
                                          ": Address already in use");
}

TEST_F(ServerTest, ClientsMayLeaveBeforeTheirAnswer) {
  start({.hosts = {"127.0.0.1"}, .threads = 2});
  for (int i = 0; i < 200; ++i) {
    TestClient client(server_->port());
    client.send(post("/later", "x"));
    if (i % 2 == 0) client.send(post("/later", "y"));
  }
  TestClient client(server_->port());
  client.send(post("/later", "still there"));
  EXPECT_EQ(body_of(client.read_answer()), "still there");
  client.close();
  wait_until(0, &HttpProbe::connections_open);
}

TEST_F(ServerTest, ManyClientsOnManyLoops) {
  start({.hosts = {"127.0.0.1"}, .threads = 2});
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int connection = 0; connection < 10; ++connection) {
        TestClient client(server_->port());
        for (int i = 0; i < 20; ++i) {
          std::string text = std::to_string(t * 1000 + i);
          client.send(post(i % 2 == 0 ? "/later" : "/", text));
          right += body_of(client.read_answer()) == text;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 10 * 20);
}

}  // namespace
}  // namespace magneto::internal::http_server
