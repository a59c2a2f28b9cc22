// SPDX-License-Identifier: Apache-2.0
//
// Routine: a thread that looks for work: at the start, after every change of the catalog, and when
// some time has passed; after a failure again soon.
//
//   jobs::Routine routine(catalog, {}, [&](std::stop_token stop) { return work_once(stop); });
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

#include "catalog/catalog.h"

namespace magneto::internal::jobs {

/// Thread safe.
class Routine {
 public:
  struct Options {
    std::int64_t look_every_ms = 60'000;
    std::int64_t retry_after_ms = 1'000;
    const char* thread_name = "magneto-jobs";  ///< At most 15 characters.
  };

  /// `look` does what there is to do now, on the routine's thread, and says whether all of it was
  /// done. It ends within one step when it is stopped. The catalog must outlive the routine.
  Routine(catalog::Catalog& catalog, Options options, std::function<bool(std::stop_token)> look);
  /// Stops listening, stops the work, ends the thread.
  ~Routine();
  Routine(const Routine&) = delete;
  Routine& operator=(const Routine&) = delete;

  /// Whether there is a thread. Errors: kIo: there was none left to start, nothing will be done.
  const Result<void>& started() const { return started_; }

  /// Look now.
  void wake();

  /// Waits until all that there was to do when it was called is done. Waits on when it keeps
  /// failing.
  void wait_until_idle();

 private:
  struct Signal;

  void run(std::stop_token stop);

  catalog::Catalog& catalog_;
  const Options options_;
  const std::function<bool(std::stop_token)> look_;
  std::shared_ptr<Signal>
      signal_;  // Shared with the catalog's listener, which may outlive us shortly.
  catalog::Catalog::ListenerId listener_;
  Result<void> started_;
  std::jthread thread_;
};

}  // namespace magneto::internal::jobs
