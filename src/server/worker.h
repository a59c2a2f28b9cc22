// SPDX-License-Identifier: Apache-2.0
//
// Worker: answers the requests of one loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "http/exchange.h"
#include "server/authenticator.h"
#include "server/blocking_pool.h"
#include "server/durability.h"
#include "server/server_probe.h"
#include "server/workbench.h"

namespace magneto::server {

/// What the workers of all loops share. All of it outlives them.
struct WorkerShared {
  operations::Services& services;
  storage::Engine& engine;
  std::shared_ptr<FlushBoard> flush_board;
  BlockingPool& pool;
  const KeyFile* keys;  ///< Null: any credentials will do.
  std::string region;
  std::size_t max_body_bytes;
  std::function<std::string()> metrics_page;
};

class Worker final : public http::Handler {
 public:
  Worker(WorkerShared& shared, ServerProbe& probe, http::Loop& loop);

  void handle(http::Exchange& exchange) override;

  // For Call.
  WorkerShared& shared() { return shared_; }
  Workbench& bench() { return bench_; }
  Authenticator& authenticator() { return authenticator_; }
  DurabilityGate& gate() { return gate_; }
  ServerProbe& probe() { return probe_; }

 private:
  void start_call(http::Exchange& exchange);
  void answer_text(http::Exchange& exchange, int status, std::string text,
                   std::string_view content_type);

  WorkerShared& shared_;
  ServerProbe& probe_;
  Workbench bench_;
  Authenticator authenticator_;
  DurabilityGate gate_;
};

}  // namespace magneto::server
