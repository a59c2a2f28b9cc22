// SPDX-License-Identifier: Apache-2.0
#include "server/loop_handler.h"

#include "server/call.h"
#include "server/routes.h"

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
  switch (find_route(request)) {
    case Route::kApi:
      return start_call(exchange);
    case Route::kHealth:
      return answer_text(exchange, 200, health_text(request), "text/plain");
    case Route::kMetrics:
      return answer_text(exchange, 200, shared_.metrics_page(),
                         "text/plain; version=0.0.4; charset=utf-8");
    case Route::kPreflight: {
      std::string lines = preflight_headers(request);
      return exchange.answer({.status = 200, .extra_headers = lines});
    }
    case Route::kNotFound:
      return exchange.answer({.status = 404, .body = kNotFoundBody});
  }
}

void LoopHandler::start_call(http_server::Exchange& exchange) {
  // Most connections carry calls only, and keep one Call for all of them.
  auto* call = dynamic_cast<Call*>(exchange.attachment().get());
  if (call == nullptr) {
    auto made = std::make_unique<Call>(*this, exchange);
    call = made.get();
    exchange.attachment() = std::move(made);
  }
  call->start();
}

void LoopHandler::answer_text(http_server::Exchange& exchange, int status, std::string text,
                              std::string_view content_type) {
  auto kept = std::make_unique<TextAnswer>(std::move(text));
  std::string_view body = kept->text();
  exchange.attachment() = std::move(kept);
  exchange.answer({.status = status, .body = body, .content_type = content_type});
}

}  // namespace magneto::internal::server
