// SPDX-License-Identifier: Apache-2.0
//
// SeparateCall: one call of the API on its way to the tables that its signature names (spaces.h).
#pragma once

#include <chrono>
#include <string>

#include "database/blocking_pool.h"
#include "database/database.h"
#include "http_server/exchange.h"
#include "operations/operation.h"
#include "server/plain_body.h"
#include "server/spaces.h"

namespace magneto::internal::server {

class LoopHandler;

class SeparateCall final : public http_server::Attachment,
                           private database::BlockingPool::Job,
                           private http_server::Loop::Task {
 public:
  SeparateCall(LoopHandler& worker, http_server::Exchange& exchange, Spaces& spaces)
      : worker_(worker), exchange_(exchange), spaces_(spaces) {}

  /// Ends with the exchange's answer.
  void start();

 private:
  Result<void> begin();
  Result<void> call(database::Database& database);
  void run_blocking(database::OperationRunner& runner) override;
  void run() override;  // Back on the loop.
  void fail(const Error& error);
  void answer();
  void log() const;

  LoopHandler& worker_;
  http_server::Exchange& exchange_;
  Spaces& spaces_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  const operations::Operation* operation_ = nullptr;
  SpaceName space_;
  PlainBody body_;
  database::Answer answer_;
};

}  // namespace magneto::internal::server
