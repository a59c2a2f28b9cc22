// SPDX-License-Identifier: Apache-2.0
//
// For tests: a connection that keeps what it was sent and answers as the test says.
//
//   auto fake = std::make_shared<FakeConnection>();
//   fake->answers({R"({"Items":[],"LastEvaluatedKey":{"a":{"N":"1"}}})", R"({"Items":[]})"});
//   Client client = fake->client();
//
// Thread safe.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/client.h"

namespace magneto::internal::table {

class FakeConnection : public Connection, public std::enable_shared_from_this<FakeConnection> {
 public:
  struct Sent {
    std::string operation;
    std::string body;
  };
  using Handler = std::function<magneto::Result<Answer>(const Sent&)>;

  /// Answers in order: a body of a success, or the name of an error.
  void answers(std::vector<std::string> bodies) {
    const std::lock_guard lock(mutex_);
    for (std::string& body : bodies) bodies_.push_back(std::move(body));
  }
  /// Instead of answers().
  void handle(Handler handler) { handler_ = std::move(handler); }

  magneto::Result<Answer> exchange(const Request& request) override {
    Sent sent{std::string(request.operation()), std::string(request.body)};
    std::string body;
    {
      const std::lock_guard lock(mutex_);
      sent_.push_back(sent);
      if (!handler_ && bodies_.empty()) return error("ResourceNotFoundException");
      if (!handler_) body = std::move(bodies_.front());
      if (!handler_) bodies_.pop_front();
    }
    if (handler_) return handler_(sent);
    return body.starts_with('{') ? success(body) : error(body);
  }

  static magneto::Result<Answer> success(std::string_view body) { return Answer(200, body); }
  static magneto::Result<Answer> error(const std::string& code) {
    const int status = code.starts_with("Internal") ? 500 : 400;
    return Answer(status, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code +
                              R"(","message":"as the test says"})");
  }

  /// Nothing is tried twice by the client itself.
  Client client() { return Client(shared_from_this(), {.retry = RetryOptions::never()}); }
  std::vector<Sent> sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }
  std::string body(std::size_t index) const {
    const std::vector<Sent> all = sent();
    return index < all.size() ? all[index].body : "not sent";
  }
  std::size_t count(std::string_view operation) const {
    const std::vector<Sent> all = sent();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const Sent& one) { return one.operation == operation; }));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Sent> sent_;
  std::deque<std::string> bodies_;
  Handler handler_;
};

}  // namespace magneto::internal::table
