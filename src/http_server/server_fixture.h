// SPDX-License-Identifier: Apache-2.0
//
// For tests of the server: one that echoes bodies, at once, later, or when it is let go.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "http_server/server.h"
#include "http_server/test_client.h"

namespace magneto::internal::http_server {

using namespace std::chrono_literals;

/// Answers on another thread, after a while: what a flush thread does.
class Elsewhere {
 public:
  ~Elsewhere() { stop(); }
  void add(Loop& loop, Loop::Task& task) {
    const std::scoped_lock lock(mutex_);
    tasks_.emplace_back(&loop, &task);
  }
  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    while (!stopping_ || !empty()) {
      std::this_thread::sleep_for(1ms);
      std::deque<std::pair<Loop*, Loop::Task*>> now;
      {
        const std::scoped_lock lock(mutex_);
        now.swap(tasks_);
      }
      for (auto [loop, task] : now) loop->post(*task);
    }
  }
  bool empty() {
    const std::scoped_lock lock(mutex_);
    return tasks_.empty();
  }

  std::mutex mutex_;
  std::deque<std::pair<Loop*, Loop::Task*>> tasks_;
  std::atomic<bool> stopping_{false};
  std::thread thread_{[this] { run(); }};
};

/// Keeps the body of an echo, and is the task that sends it.
struct Echo final : Attachment, Loop::Task {
  explicit Echo(Exchange& given) : exchange(given) {}
  void run() override {
    exchange.answer({.status = 200, .body = text, .content_type = "text/plain"});
  }
  Exchange& exchange;
  std::string text;
};

/// Keeps a loop busy: a request to "/hold" is answered once it is released.
struct Hold {
  std::atomic<bool> entered{false};
  std::atomic<bool> released{false};
  void enter() {
    entered = true;
    entered.notify_all();
    released.wait(false);
  }
  void release() {
    released = true;
    released.notify_all();
  }
};

/// Answers with the body it got; to the path "/later" from another thread, to "/large" with 100 KB and
/// to "/huge" with 8 MB. Large bodies to "/unwanted" are refused.
struct EchoHandler final : Handler {
  EchoHandler(Elsewhere& other, Hold& given) : elsewhere(other), hold(given) {}
  void handle(Exchange& exchange) override {
    if (!exchange.attachment()) exchange.attachment() = std::make_unique<Echo>(exchange);
    auto& echo = static_cast<Echo&>(*exchange.attachment());
    echo.text = exchange.request().body;
    if (exchange.request().path == "/large") echo.text.assign(100'000, 'x');
    if (exchange.request().path == "/huge") echo.text.assign(8 << 20, 'x');
    if (exchange.request().path == "/hold") hold.enter();
    if (exchange.request().path == "/later") return elsewhere.add(exchange.loop(), echo);
    echo.run();
  }
  std::optional<Refusal> refuse_head(const http::Request& request) override {
    if (request.path != "/unwanted") return std::nullopt;
    return Refusal{400, "not wanted", "text/plain"};
  }
  Elsewhere& elsewhere;
  Hold& hold;
};

class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    auto started = Server::start(std::move(options), [this](Loop&) {
      return std::make_unique<EchoHandler>(elsewhere_, hold_);
    });
    ASSERT_TRUE(started.ok()) << started.error().message();
    server_ = std::move(started).value();
  }
  std::uint64_t sum(Count HttpProbe::*member) {
    std::uint64_t total = 0;
    for (const HttpProbe* probe : server_->probes()) total += (probe->*member).value();
    return total;
  }
  /// An answer that finds no room counts until others have been closed, or it itself is.
  void expect_within(std::size_t budget) {
    for (int i = 0; i < 6000 && server_->buffer_bytes() > budget; ++i) {
      std::this_thread::sleep_for(10ms);
    }
    EXPECT_LE(server_->buffer_bytes(), budget);
  }
  void wait_until(std::uint64_t value, Count HttpProbe::*member) {
    for (int i = 0; i < 6000 && sum(member) != value; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(sum(member), value);
  }

  Elsewhere elsewhere_;
  Hold hold_;
  std::unique_ptr<Server> server_;
};

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

inline std::string body_of(const std::string& answer) {
  std::size_t head = answer.find("\r\n\r\n");
  return head == std::string::npos ? "no answer" : answer.substr(head + 4);
}

}  // namespace magneto::internal::http_server
