// SPDX-License-Identifier: Apache-2.0
//
// LoopHandler: answers the requests of one loop.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "database/blocking_pool.h"
#include "database/flush_notifier.h"
#include "database/operation_runner.h"
#include "http_server/exchange.h"
#include "server/authenticator.h"
#include "server/copy_call.h"
#include "server/durability.h"
#include "server/server_probe.h"
#include "server/spaces.h"
#include "server/web_access.h"

namespace magneto::internal::server {

/// What the workers of all loops share. All of it outlives them.
struct LoopServices {
  operations::Services& services;
  database::EngineMonitor engine;
  std::shared_ptr<database::FlushNotifier> flush_notifier;
  database::BlockingPool& pool;
  const KeyFile* keys;  ///< Null: any credentials will do.
  std::string region;
  std::size_t max_body_bytes;
  std::function<std::string()> metrics_page;
  const WebAccess& web_access;
  Copies& copies;
  Separation separation;
  Spaces* spaces;  ///< Null: all calls see the same tables.
  bool log_requests = false;
};

class LoopHandler final : public http_server::Handler {
 public:
  LoopHandler(LoopServices& shared, ServerProbe& probe, http_server::Loop& loop);

  void handle(http_server::Exchange& exchange) override;
  std::optional<http_server::Refusal> refuse_head(const http::Request& request) override;

  // For Call and CopyCall.
  LoopServices& shared() { return shared_; }
  database::OperationRunner& runner() { return runner_; }
  Authenticator& authenticator() { return authenticator_; }
  DurabilityGate& gate() { return gate_; }
  ServerProbe& probe() { return probe_; }
  /// Answers a request that is no call.
  void answer_plain(http_server::Exchange& exchange, http_server::Answer answer,
                    std::string_view error = {}, std::string_view hint = {});

 private:
  void start_call(http_server::Exchange& exchange);
  void start_copy(http_server::Exchange& exchange);
  void answer_health(http_server::Exchange& exchange);
  void answer_not_found(http_server::Exchange& exchange);
  void turn_away(http_server::Exchange& exchange, WebAccess::Verdict verdict);
  void answer_text(http_server::Exchange& exchange, int status, std::string text,
                   std::string_view content_type, std::string_view error = {});

  LoopServices& shared_;
  ServerProbe& probe_;
  database::OperationRunner runner_;
  Authenticator authenticator_;
  DurabilityGate gate_;
};

}  // namespace magneto::internal::server
