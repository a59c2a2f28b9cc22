// SPDX-License-Identifier: Apache-2.0
#include "server/loop_handler.h"

#include "json/error_body.h"
#include "server/call.h"
#include "server/request_log.h"
#include "server/routes.h"
#include "server/separate_call.h"

namespace magneto::internal::server {
namespace {

/// Keeps the text of an answer that is no call's until it is sent.
class TextAnswer final : public http_server::Attachment {
 public:
  explicit TextAnswer(std::string text) : text_(std::move(text)) {}
  std::string_view text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

LoopHandler::LoopHandler(LoopServices& shared, ServerProbe& probe, http_server::Loop& loop)
    : shared_(shared),
      probe_(probe),
      runner_(shared.services, storage::Blocking::kNever),
      authenticator_(shared.keys, shared.services.clock, shared.region),
      gate_(shared.engine, shared.flush_notifier, loop) {}

void LoopHandler::handle(http_server::Exchange& exchange) {
  const http::Request& request = exchange.request();
  WebAccess::Verdict verdict = shared_.web_access.judge(request);
  if (verdict != WebAccess::Verdict::kFine) return turn_away(exchange, verdict);
  switch (find_route(request)) {
    case Route::kApi:
      return start_call(exchange);
    case Route::kHealth:
      return answer_health(exchange);
    case Route::kMetrics:
      return answer_text(exchange, 200, shared_.metrics_page(),
                         "text/plain; version=0.0.4; charset=utf-8");
    case Route::kCopy:
      return start_copy(exchange);
    case Route::kPreflight: {
      std::string lines = preflight_headers(request);
      return answer_plain(exchange, {.status = 200, .extra_headers = lines});
    }
    case Route::kNotFound:
      return answer_not_found(exchange);
  }
}

/// A large body is received only for a request that may come, names an operation and somebody who
/// is known.
std::optional<http_server::Refusal> LoopHandler::refuse_head(const http::Request& request) {
  auto refuse = [](int status, const Error& error) {
    json::JsonWriter out;
    json::write_error_body(out, error);
    return http_server::Refusal{status, std::string(out.text()), "application/x-amz-json-1.0"};
  };
  WebAccess::Verdict verdict = shared_.web_access.judge(request);
  if (verdict != WebAccess::Verdict::kFine) {
    return refuse(403, Error(ErrorCode::kAccessDenied, WebAccess::explain(verdict, request)));
  }
  if (shared_.keys == nullptr) return std::nullopt;
  Result<void> known = authenticator_.check_head(request);
  if (known.ok()) return std::nullopt;
  probe_.refused.add();
  return refuse(error_info(known.error().code()).http_status, known.error());
}

/// Healthy is who can do all that it is asked for. Reads may still go on when this says 503.
void LoopHandler::answer_health(http_server::Exchange& exchange) {
  storage::EngineHealth health = shared_.engine.health();
  if (health.writable && shared_.spaces != nullptr) health = shared_.spaces->health();
  if (health.writable)
    return answer_text(exchange, 200, health_text(exchange.request()), "text/plain");
  answer_text(exchange, 503, "failed: writes are refused: " + health.reason + "\n", "text/plain");
}

void LoopHandler::turn_away(http_server::Exchange& exchange, WebAccess::Verdict verdict) {
  probe_.refused.add();
  std::string why = WebAccess::explain(verdict, exchange.request());
  json::JsonWriter out;
  json::write_error_body(out, Error(ErrorCode::kAccessDenied, why));
  answer_text(exchange, 403, std::string(out.text()), "application/x-amz-json-1.0",
              error_info(ErrorCode::kAccessDenied).name);
}

void LoopHandler::answer_not_found(http_server::Exchange& exchange) {
  std::string_view hint = not_found_hint(exchange.request());
  std::string line = "X-Magneto-Hint: " + std::string(hint) + "\r\n";
  answer_plain(exchange, {.status = 404, .body = kNotFoundBody, .extra_headers = line}, {}, hint);
}

void LoopHandler::start_call(http_server::Exchange& exchange) {
  if (shared_.spaces != nullptr) {
    auto made = std::make_unique<SeparateCall>(*this, exchange, *shared_.spaces);
    SeparateCall& call = *made;
    exchange.attachment() = std::move(made);
    return call.start();
  }
  // Most connections carry calls only, and keep one Call for all of them.
  auto* call = dynamic_cast<Call*>(exchange.attachment().get());
  if (call == nullptr) {
    auto made = std::make_unique<Call>(*this, exchange);
    call = made.get();
    exchange.attachment() = std::move(made);
  }
  call->start();
}

/// Under --auth keys it must be signed as a call is.
void LoopHandler::start_copy(http_server::Exchange& exchange) {
  if (shared_.copies.directory.empty()) return answer_not_found(exchange);
  if (shared_.keys != nullptr) {
    const Result<void> known = authenticator_.check(exchange.request());
    if (!known.ok()) {
      probe_.refused.add();
      json::JsonWriter out;
      json::write_error_body(out, known.error());
      const auto& info = error_info(known.error().code());
      return answer_text(exchange, info.http_status, std::string(out.text()),
                         "application/x-amz-json-1.0", info.name);
    }
  }
  auto made = std::make_unique<CopyCall>(*this, exchange);
  CopyCall& call = *made;
  exchange.attachment() = std::move(made);
  call.start();
}

void LoopHandler::answer_text(http_server::Exchange& exchange, int status, std::string text,
                              std::string_view content_type, std::string_view error) {
  auto kept = std::make_unique<TextAnswer>(std::move(text));
  std::string_view body = kept->text();
  exchange.attachment() = std::move(kept);
  answer_plain(exchange, {.status = status, .body = body, .content_type = content_type}, error);
}

void LoopHandler::answer_plain(http_server::Exchange& exchange, http_server::Answer answer,
                               std::string_view error, std::string_view hint) {
  const http::Request& request = exchange.request();
  if (answer.status != 403) answer.allow_origin = shared_.web_access.answer_origin(request);
  if (shared_.log_requests) {
    log_request({.time_ms = shared_.services.clock.now_ms(),
                 .method = request.method,
                 .what = request.path,
                 .status = answer.status,
                 .error = error,
                 .bytes_in = request.body.size(),
                 .bytes_out = answer.body.size(),
                 .hint = hint});
  }
  exchange.answer(answer);
}

}  // namespace magneto::internal::server
