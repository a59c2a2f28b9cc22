// SPDX-License-Identifier: Apache-2.0
//
// Observer: sees the calls of a client: for metrics, logs and traces. It is told names, sizes and
// durations; keys and values of items are never passed to it.
//
//   class Slow : public Observer {
//     void on_call(const CallRecord& call) override {
//       if (call.duration > 100ms) log(call.operation, call.table, call.duration);
//     }
//   };
//
// Implementations are thread safe and quick: they run on the threads of the calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/error.h"

namespace magneto {

/// One call, when it has ended. Views: valid during on_call.
struct CallRecord {
  std::string_view operation;  ///< "GetItem"
  std::string_view table;      ///< Empty where a request names none, or several.
  std::string_view endpoint;   ///< "https://dynamodb.eu-central-1.amazonaws.com"
  std::chrono::system_clock::time_point start;
  std::chrono::nanoseconds duration{0};
  std::chrono::nanoseconds waited{0};  ///< Of the duration: before retries, and for the rate limit.
  int attempts = 0;
  int http_status = 0;  ///< Of the last answer; 0 without one.
  std::string_view request_id;
  std::size_t request_bytes = 0;
  std::size_t answer_bytes = 0;
  const Error* error = nullptr;  ///< Null for a success.
  /// Where the answer says it.
  std::optional<double> consumed_units = {};
};

/// One attempt that failed and will be followed by another.
struct RetryRecord {
  std::string_view operation;
  std::string_view table;
  int attempt = 0;
  const Error* error = nullptr;
  std::chrono::nanoseconds wait{0};
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_call(const CallRecord&) {}
  virtual void on_retry(const RetryRecord&) {}
};

/// Several observers as one.
std::shared_ptr<Observer> all_of(std::shared_ptr<Observer> first, std::shared_ptr<Observer> second);

/// Tells `log` of each call that took `threshold` or longer, in one line:
///
///   slow call: Query of Songs took 153.2 ms, 2 attempts, 12 units (request 4KBN...)
std::shared_ptr<Observer> slow_call_log(std::chrono::milliseconds threshold,
                                        std::function<void(std::string_view)> log);

/// Tells `span` of each call as a span with OpenTelemetry's names: `db.system.name`,
/// `db.operation.name`, `db.collection.name`, `aws.request_id`, `http.response.status_code`,
/// `error.type`, `server.address`, `server.port`, `aws.dynamodb.consumed_capacity`.
struct Span {
  struct AttributeOfSpan {
    std::string_view name;
    std::string value;
  };
  std::string_view name;  ///< "DynamoDB.GetItem"
  std::chrono::system_clock::time_point start;
  std::chrono::nanoseconds duration{0};
  std::vector<AttributeOfSpan> attributes;
};
std::shared_ptr<Observer> tracer(std::function<void(const Span&)> span);

}  // namespace magneto
