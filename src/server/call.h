// SPDX-License-Identifier: Apache-2.0
//
// Call: one call of the API on its way through the server. Lives with its connection and is used
// again for the connection's next call.
//
//   loop        run, never blocking ------------------------+
//                 | memory cannot answer, or it changes the |
//                 v catalog                                 |
//   pool        run, blocking                               |
//                 |                                         |
//                 v                                         v
//   loop        of a write: wait until durable  --------> answer
#pragma once

#include <chrono>
#include <optional>

#include "database/blocking_pool.h"
#include "http_server/exchange.h"
#include "json/json_writer.h"
#include "operations/operation.h"
#include "server/durability.h"
#include "server/plain_body.h"

namespace magneto::internal::server {

class LoopHandler;

class Call final : public http_server::Attachment,
                   private database::BlockingPool::Job,
                   private http_server::Loop::Task,
                   private DurabilityGate::Waiter {
 public:
  Call(LoopHandler& worker, http_server::Exchange& exchange)
      : worker_(worker), exchange_(exchange) {}

  /// A new call begins: the exchange's request. Ends with the exchange's answer.
  void start();

  http_server::Exchange& exchange() { return exchange_; }

 private:
  // On the loop.
  Result<void> run_on_loop();
  Result<void> admit_large();
  Result<std::string_view> plain_body();
  void finish(Result<void> result);
  void on_durable(const Result<void>& result) override;
  void answer();
  void log() const;
  void answer_error(const Error& error);
  void run() override;  // Back from the pool.
  void sent() override;
  // On a thread of the pool.
  void run_blocking(database::OperationRunner& runner) override;
  Result<void> run_parsed(database::OperationRunner& runner);

  LoopHandler& worker_;
  http_server::Exchange& exchange_;
  json::JsonWriter out_;
  PlainBody inflated_;
  std::string_view body_;
  const operations::Operation* operation_ = nullptr;
  std::optional<Result<void>> pool_result_;
  storage::CommitPoint commit_ = 0;
  int status_ = 200;
  bool body_is_ready_ = false;   ///< body_ is there, decompressed.
  std::string_view error_name_;  ///< Of an error's answer.
  std::chrono::steady_clock::time_point started_;
};

}  // namespace magneto::internal::server
