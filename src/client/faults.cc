// SPDX-License-Identifier: Apache-2.0
#include "magneto/faults.h"

#include <simdjson.h>

#include <thread>
#include <utility>

#include "json/json_writer.h"

namespace magneto {
namespace {

using internal::json::JsonWriter;
using simdjson::SUCCESS;

Answer refusal(int status, std::string_view name) {
  return Answer(status, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + std::string(name) +
                            R"(","message":"injected"})");
}

void add_array(JsonWriter& to, std::string_view key, simdjson::dom::array requests,
               std::size_t from, std::size_t end) {
  if (from == end) return;
  to.key(key);
  to.begin_array();
  std::size_t index = 0;
  for (const simdjson::dom::element request : requests) {
    if (index >= from && index < end) to.raw(simdjson::minify(request));
    ++index;
  }
  to.end_array();
}

/// RequestItems in two: what is sent on, and what comes back. False: the body has none.
bool split(std::string_view body, JsonWriter& sent, JsonWriter& returned) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::object tables;
  if (parser.parse(body.data(), body.size()).get(root) != SUCCESS ||
      root["RequestItems"].get(tables) != SUCCESS) {
    return false;
  }
  sent.begin_object();
  returned.begin_object();
  for (const auto [table, value] : tables) {
    simdjson::dom::array requests;
    if (value.get(requests) != SUCCESS) return false;
    const std::size_t half = (requests.size() + 1) / 2;
    add_array(sent, table, requests, 0, half);
    add_array(returned, table, requests, half, requests.size());
  }
  sent.end_object();
  returned.end_object();
  return true;
}

}  // namespace

std::uint64_t FaultyConnection::injected() const {
  std::lock_guard lock(mutex_);
  return injected_;
}

FaultyConnection::Fault FaultyConnection::choose() {
  const std::pair<Fault, double> shares[] = {
      {Fault::kThrottle, faults_.throttle},
      {Fault::kServerError, faults_.server_error},
      {Fault::kRefuse, faults_.refuse},
      {Fault::kLoseAnswer, faults_.lose_answer},
      {Fault::kWrongChecksum, faults_.wrong_checksum},
      {Fault::kPartialBatch, faults_.partial_batch},
  };
  std::lock_guard lock(mutex_);
  double drawn = std::uniform_real_distribution<double>(0, 1)(random_);
  for (const auto& [fault, share] : shares) {
    if (drawn < share) {
      ++injected_;
      return fault;
    }
    drawn -= share;
  }
  return Fault::kNone;
}

Result<Answer> FaultyConnection::write_half(const Request& request) {
  JsonWriter sent, returned;
  if (!split(request.body, sent, returned)) return inner_->exchange(request);
  const std::string body = R"({"RequestItems":)" + std::string(sent.text()) + "}";
  Request half = request;
  half.body = body;
  Result<Answer> answer = inner_->exchange(half);
  if (!answer || answer->status() != 200) return answer;
  return Answer(200, R"({"UnprocessedItems":)" + std::string(returned.text()) + "}");
}

Result<Answer> FaultyConnection::exchange(const Request& request) {
  if (faults_.delay.count() > 0) std::this_thread::sleep_for(faults_.delay);
  const Fault fault = choose();
  switch (fault) {
    case Fault::kThrottle:
      return refusal(400, "ProvisionedThroughputExceededException");
    case Fault::kServerError:
      return refusal(500, "InternalServerError");
    case Fault::kRefuse:
      return Error(ErrorCode::kConnect, "injected");
    case Fault::kPartialBatch:
      return request.operation() == "BatchWriteItem" ? write_half(request)
                                                     : inner_->exchange(request);
    case Fault::kNone:
    case Fault::kLoseAnswer:
    case Fault::kWrongChecksum:
      break;
  }
  Result<Answer> answer = inner_->exchange(request);
  if (fault == Fault::kLoseAnswer) return Error(ErrorCode::kConnectionLost, "injected");
  if (fault == Fault::kWrongChecksum) return Error(ErrorCode::kChecksum, "injected");
  return answer;
}

}  // namespace magneto
