// SPDX-License-Identifier: Apache-2.0
//
// Expiry: the thread that removes expired items, pass after pass. It has a thread of its own: a
// pass over large tables takes long, and nothing else should wait for it.
//
// A pass looks at every item of the tables with a time to live, so it costs the more the larger they
// are. The pause behind it grows with it: over time, passes keep a core busy for `largest_share` at
// most. With the defaults, a pass of a minute is followed by a pause of eleven and a half; the service
// promises to remove items within a few days. (An index of the items by time would find them at
// once, but costs every write of such a table a second key.)
//
//   jobs::Expiry expiry(catalog, store, {});   // runs until it is destroyed
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace magneto::internal::jobs {

class Expiry {
 public:
  struct Options {
    const Clock* clock = &system_clock();
    std::int64_t pause_ms = 60'000;  ///< Between the end of a pass and the next one, at least.
    /// The part of the time the thread may be busy during a pass, 0 < duty <= 1.
    double duty = 0.25;
    /// The part of the time the thread may be busy, passes and pauses together, 0 < share <= duty.
    double largest_share = 0.02;
    /// Told of a failed pass, on the thread of the passes. May be empty.
    std::function<void(const Error& error)> on_error = {};
  };

  /// Starts the thread. Catalog and store must outlive it.
  Expiry(catalog::Catalog& catalog, store::Store& store, Options options);
  /// Ends within one step of a pass.
  ~Expiry() = default;
  Expiry(const Expiry&) = delete;
  Expiry& operator=(const Expiry&) = delete;

  /// Whether there is a thread. Errors: kIo: there was none left to start, nothing will expire.
  const Result<void>& started() const { return started_; }

  /// How long to wait behind a pass that took so long.
  static std::int64_t pause_after(std::int64_t pass_ms, const Options& options);

 private:
  void run(std::stop_token stop);

  catalog::Catalog& catalog_;
  store::Store& store_;
  const Options options_;
  Result<void> started_;
  std::jthread thread_;
};

}  // namespace magneto::internal::jobs
