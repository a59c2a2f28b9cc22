// SPDX-License-Identifier: Apache-2.0
//
// For tests: a client over a connection that answers what the test says, on a clock of the test's own.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "magneto/client.h"
#include "magneto/operations.h"

namespace magneto {

using namespace std::chrono_literals;

/// Gives its answers one after the other and keeps the requests.
class Scripted : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    requests.push_back(std::string(request.operation()) + " " + std::string(request.body));
    deadlines.push_back(request.deadline);
    if (answers.empty()) return Error(ErrorCode::kConnect, "no more answers");
    const Scene scene = answers.front();
    answers.pop_front();
    if (scene.status == 0) return Error(scene.error, "as the test says");
    return Answer(scene.status, scene.body, scene.headers);
  }
  using Headers = std::vector<std::pair<std::string, std::string>>;
  void add(int status, std::string_view body, Headers headers = {}) {
    answers.push_back({.status = status, .body = std::string(body), .headers = std::move(headers)});
  }
  void fail(ErrorCode code) { answers.push_back({.error = code}); }

  struct Scene {
    int status = 0;
    std::string body = {};
    Headers headers = {};
    ErrorCode error = ErrorCode::kNone;
  };
  std::deque<Scene> answers;
  std::vector<std::string> requests;
  std::vector<std::chrono::steady_clock::time_point> deadlines;
};

/// Time that passes only when somebody sleeps.
class ManualTime : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(slept_total);
  }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::time_point(1h + slept_total);
  }
  void sleep(std::chrono::nanoseconds time) override { slept_total += time; }
  std::chrono::microseconds slept() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(slept_total);
  }
  std::chrono::nanoseconds slept_total{0};
};

/// Time passes while it is looked at, too.
class RunningTime final : public ManualTime {
 public:
  std::chrono::steady_clock::time_point steady_now() override {
    slept_total += 1us;
    return ManualTime::steady_now();
  }
};

class ClientTest : public testing::Test {
 protected:
  Client client(ClientOptions options = {}) {
    options.time = time_;
    return Client(connection_, std::move(options));
  }
  static std::string error(std::string_view name, std::string_view more = "") {
    return R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + std::string(name) +
           R"(","message":"no")" + std::string(more) + "}";
  }

  std::shared_ptr<Scripted> connection_ = std::make_shared<Scripted>();
  std::shared_ptr<ManualTime> time_ = std::make_shared<ManualTime>();
};

inline const model::GetItemInput kGet{.table_name = "Songs", .key = {{"Artist", "Nina"}}};

}  // namespace magneto
