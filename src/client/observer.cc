// SPDX-License-Identifier: Apache-2.0
#include "magneto/observer.h"

#include <cstdio>

#include "transport/options.h"

namespace magneto {
namespace {

class Both final : public Observer {
 public:
  Both(std::shared_ptr<Observer> first, std::shared_ptr<Observer> second)
      : first_(std::move(first)), second_(std::move(second)) {}
  void on_call(const CallRecord& call) override {
    first_->on_call(call);
    second_->on_call(call);
  }
  void on_retry(const RetryRecord& retry) override {
    first_->on_retry(retry);
    second_->on_retry(retry);
  }

 private:
  const std::shared_ptr<Observer> first_;
  const std::shared_ptr<Observer> second_;
};

std::string decimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", number);
  return text;
}

std::string line_of(const CallRecord& call) {
  char ms[32];
  std::snprintf(ms, sizeof ms, "%.1f", static_cast<double>(call.duration.count()) / 1e6);
  std::string line = "slow call: " + std::string(call.operation);
  if (!call.table.empty()) line.append(" of ").append(call.table);
  line.append(" took ").append(ms).append(" ms");
  if (call.attempts != 1)
    line.append(", ").append(std::to_string(call.attempts)).append(" attempts");
  if (call.consumed_units) line.append(", ").append(decimal(*call.consumed_units)).append(" units");
  if (call.error != nullptr) line.append(", failed: ").append(name(call.error->code()));
  if (!call.request_id.empty()) line.append(" (request ").append(call.request_id).append(")");
  return line;
}

class SlowCallLog final : public Observer {
 public:
  SlowCallLog(std::chrono::milliseconds threshold, std::function<void(std::string_view)> log)
      : threshold_(threshold), log_(std::move(log)) {}
  void on_call(const CallRecord& call) override {
    if (call.duration >= threshold_) log_(line_of(call));
  }

 private:
  const std::chrono::milliseconds threshold_;
  const std::function<void(std::string_view)> log_;
};

class Tracer final : public Observer {
 public:
  explicit Tracer(std::function<void(const Span&)> span) : span_(std::move(span)) {}
  void on_call(const CallRecord& call) override {
    Span span;
    const std::string name = "DynamoDB." + std::string(call.operation);
    span.name = name;
    span.start = call.start;
    span.duration = call.duration;
    const auto add = [&span](std::string_view key, std::string value) {
      if (!value.empty()) span.attributes.push_back({key, std::move(value)});
    };
    add("db.system.name", "aws.dynamodb");
    add("db.operation.name", std::string(call.operation));
    add("db.collection.name", std::string(call.table));
    if (const auto url = internal::transport::parse_url(call.endpoint)) {
      const internal::transport::Origin& origin = url->origin;
      add("server.address", origin.unix_path.empty() ? origin.host : origin.unix_path);
      if (origin.unix_path.empty()) add("server.port", origin.port);
    }
    add("aws.request_id", std::string(call.request_id));
    if (call.http_status != 0) add("http.response.status_code", std::to_string(call.http_status));
    if (call.attempts > 1) add("http.request.resend_count", std::to_string(call.attempts - 1));
    if (call.consumed_units) add("aws.dynamodb.consumed_capacity", decimal(*call.consumed_units));
    if (call.error != nullptr) {
      const std::string& code = call.error->service_code();
      add("error.type", code.empty() ? std::string(magneto::name(call.error->code())) : code);
    }
    span_(span);
  }

 private:
  const std::function<void(const Span&)> span_;
};

}  // namespace

std::shared_ptr<Observer> all_of(std::shared_ptr<Observer> first,
                                 std::shared_ptr<Observer> second) {
  return std::make_shared<Both>(std::move(first), std::move(second));
}

std::shared_ptr<Observer> slow_call_log(std::chrono::milliseconds threshold,
                                        std::function<void(std::string_view)> log) {
  return std::make_shared<SlowCallLog>(threshold, std::move(log));
}

std::shared_ptr<Observer> tracer(std::function<void(const Span&)> span) {
  return std::make_shared<Tracer>(std::move(span));
}

}  // namespace magneto
