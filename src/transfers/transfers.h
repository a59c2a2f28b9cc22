// SPDX-License-Identifier: Apache-2.0
//
// Transfers: the threads that do the work of imports, exports and bulk operations. They look at the
// catalog's documents at the start and after every change, and work on those that are not done, a
// few at a time. Stopped, or killed, they go on when they are made again.
//
//   transfers::Transfers transfers(services, objects.get(), {});   // runs until it is destroyed
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "objects/object_store.h"
#include "operations/core/context.h"

namespace magneto::internal::transfers {

/// Thread safe.
class Transfers {
 public:
  struct Options {
    int threads = 4;                      ///< Transfers that are worked on at the same time.
    std::int64_t retry_after_ms = 1'000;  ///< After an error.
    /// Told of an error that stops a transfer for now, on one of the threads. May be empty.
    std::function<void(const Error& error)> on_error = {};
    /// Where buckets are, for the message that one does not exist: "buckets are folders of /s3".
    std::string buckets = {};
    /// Told what the service would write to CloudWatch Logs. May be empty.
    std::function<void(const std::string& line)> on_log = {};
  };

  /// Starts the threads, and listens to the catalog. All must outlive it; `objects` may be null.
  Transfers(operations::Services& services, objects::ObjectStore* objects, Options options);
  /// Stops the work within one chunk of items.
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// Whether there are threads. Errors: kIo: there were too few left to start.
  const Result<void>& started() const { return started_; }

  /// Waits until nothing is left to do.
  void wait_until_idle();

 private:
  struct Task;
  struct Board;

  void run(std::stop_token stop);
  bool take(Task& task);
  Result<void> forget_old();
  Result<void> work_on(const Task& task, std::stop_token stop);

  operations::Services& services_;
  objects::ObjectStore* const objects_;
  const Options options_;
  std::shared_ptr<Board> board_;  // Shared with the catalog's listener.
  catalog::Catalog::ListenerId listener_ = 0;
  std::int64_t forget_at_ms_ = 0;  // Guarded by the board's mutex.
  Result<void> started_;
  std::vector<std::jthread> threads_;
};

}  // namespace magneto::internal::transfers
