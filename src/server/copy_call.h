// SPDX-License-Identifier: Apache-2.0
//
// CopyCall: a request for a copy of the data, `POST /copies/NAME`, on its way through the server.
// The copy is made on a thread of the pool and lies in the directory of copies. One at a time, so
// that changes of tables find a thread, too.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "database/blocking_pool.h"
#include "http_server/exchange.h"

namespace magneto::internal::server {

class LoopHandler;

/// Where copies go, and whether one is being made. Shared by all loops.
struct Copies {
  std::string directory;  ///< Empty: none are made.
  std::atomic<bool> under_way{false};
};

/// The name of a copy in the path of a request; empty when it is none.
std::string_view copy_name(std::string_view path);

class CopyCall final : public http_server::Attachment,
                       private database::BlockingPool::Job,
                       private http_server::Loop::Task {
 public:
  CopyCall(LoopHandler& worker, http_server::Exchange& exchange)
      : worker_(worker), exchange_(exchange) {}

  /// Ends with the exchange's answer. REQUIRES: who sent it may do so.
  void start();

 private:
  void run_blocking(database::OperationRunner& runner) override;
  void run() override;  // Back on the loop.
  void answer(int status, std::string_view member, std::string_view text);

  LoopHandler& worker_;
  http_server::Exchange& exchange_;
  std::string target_;
  int status_ = 200;
  std::string failure_;
  std::string body_;
};

}  // namespace magneto::internal::server
