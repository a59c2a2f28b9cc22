// SPDX-License-Identifier: Apache-2.0
#include "client/error_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/excerpt.h"
#include "client/decode.h"
#include "client/generated/tables.h"
#include "retry/attempt.h"
#include "types/value_json.h"

namespace magneto::internal::client {
namespace {

using simdjson::SUCCESS;
using Json = simdjson::dom::element;
using magneto::ErrorCode;

constexpr std::size_t kQuotedBytes = 200;

/// Names that are not the code's own.
struct Alias {
  std::string_view name;
  ErrorCode code;
};
constexpr std::array kAliases = {
    Alias{"InternalFailure", ErrorCode::kInternalServerError},
    Alias{"InvalidClientTokenId", ErrorCode::kUnrecognizedClient},
    Alias{"RequestThrottled", ErrorCode::kThrottling},
    Alias{"RequestTooLarge", ErrorCode::kRequestEntityTooLarge},
    Alias{"ServiceUnavailableError", ErrorCode::kServiceUnavailable},
    Alias{"Throttled", ErrorCode::kThrottling},
    Alias{"ThrottlingError", ErrorCode::kThrottling},
    Alias{"ValidationError", ErrorCode::kValidation},
};

std::string_view text_of(Json json, std::string_view name) {
  std::string_view text;
  return json[name].get(text) == SUCCESS ? text : std::string_view();
}

std::optional<Item> item_of(Json json) {
  Json held;
  Item item;
  std::string ignored;
  if (json["Item"].get(held) != SUCCESS || !types::read_item(held, item, ignored)) {
    return std::nullopt;
  }
  return item;
}

CancellationReason reason_of(Json json) {
  CancellationReason reason;
  reason.code_text = text_of(json, "Code");
  reason.code = reason.code_text.empty() || reason.code_text == "None" ? ErrorCode::kNone
                                                                       : code_of(reason.code_text);
  reason.message = text_of(json, "Message");
  reason.item = item_of(json);
  return reason;
}

void read_reasons(Json body, magneto::Error::Details& to) {
  simdjson::dom::array array;
  if (body["CancellationReasons"].get(array) == SUCCESS) {
    for (const Json reason : array) to.cancellation_reasons.push_back(reason_of(reason));
  }
  for (const std::string_view name : {"throttlingReasons", "ThrottlingReasons"}) {
    if (body[name].get(array) != SUCCESS) continue;
    for (const Json reason : array) {
      to.throttling_reasons.push_back(
          {std::string(text_of(reason, "reason")), std::string(text_of(reason, "resource"))});
    }
  }
}

void read_capacity(Json body, magneto::Error::Details& to) {
  Json held;
  if (body["ConsumedCapacity"].get(held) != SUCCESS) return;
  auto capacity = std::make_shared<magneto::model::ConsumedCapacity>();
  std::string ignored;
  const Shape& shape = *shape_of(std::type_identity<magneto::model::ConsumedCapacity>());
  if (decode(held, shape, capacity.get(), ignored)) to.consumed_capacity = std::move(capacity);
}

/// The code by the status alone.
ErrorCode code_of_status(int status) {
  switch (status) {
    case 407:
      return ErrorCode::kProxy;
    case 413:
      return ErrorCode::kRequestEntityTooLarge;
    case 429:
      return ErrorCode::kThrottling;
    case 503:
      return ErrorCode::kServiceUnavailable;
    default:
      return ErrorCode::kBadAnswer;
  }
}

void describe_foreign(const Answer& answer, magneto::Error::Details& to) {
  to.code = code_of_status(answer.status());
  to.message = "the answer is none of the service's";
  const std::string_view location = answer.header("location");
  if (!location.empty()) to.message.append(", and points to ").append(quoted(location));
  if (!answer.body().empty()) to.message.append(": ").append(quoted(answer.body()));
}

bool read_body(const Answer& answer, magneto::Error::Details& to) {
  simdjson::dom::parser parser;
  Json body;
  const std::string_view text = answer.body();
  if (text.empty() || parser.parse(text.data(), text.size(), false).get(body) != SUCCESS ||
      !body.is_object()) {
    return false;
  }
  std::string_view type = text_of(body, "__type");
  if (type.empty()) type = text_of(body, "code");
  if (type.empty()) type = answer.header("x-amzn-errortype");
  if (type.empty()) return false;
  to.service_code = without_namespace(type);
  to.code = code_of(to.service_code);
  std::string_view message = text_of(body, "message");
  if (message.empty()) message = text_of(body, "Message");
  to.message = message;
  to.item = item_of(body);
  read_reasons(body, to);
  read_capacity(body, to);
  return true;
}

}  // namespace

std::string quoted(std::string_view foreign) {
  std::string text = excerpt(foreign, kQuotedBytes);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c > '~'; }, ' ');
  return text;
}

std::string_view without_namespace(std::string_view type) {
  type = type.substr(0, type.find(':'));
  const std::size_t hash = type.rfind('#');
  return hash == std::string_view::npos ? type : type.substr(hash + 1);
}

ErrorCode code_of(std::string_view service_code) {
  constexpr std::string_view kSuffix = "Exception";
  std::string_view name = without_namespace(service_code);
  if (name.ends_with(kSuffix)) name.remove_suffix(kSuffix.size());
  for (const Alias& alias : kAliases) {
    if (alias.name == name) return alias.code;
  }
  for (int code = 1; code < static_cast<int>(ErrorCode::kOther); ++code) {
    if (magneto::name(static_cast<ErrorCode>(code)) == name) return static_cast<ErrorCode>(code);
  }
  return ErrorCode::kOther;
}

std::string request_id_of(const Answer& answer) {
  return std::string(answer.header("x-amzn-requestid"));
}

magneto::Error::Details read_error(const Answer& answer) {
  magneto::Error::Details details;
  details.http_status = answer.status();
  details.request_id = request_id_of(answer);
  if (!read_body(answer, details)) describe_foreign(answer, details);
  retry::Attempt attempt;
  attempt.http_status = answer.status();
  attempt.error_code = details.service_code;
  const retry::FailureClass failure = retry::classify(attempt);
  details.retryable = failure != retry::FailureClass::kFinal;
  details.throttled = failure == retry::FailureClass::kThrottled;
  return details;
}

}  // namespace magneto::internal::client
