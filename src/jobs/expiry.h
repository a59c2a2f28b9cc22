// SPDX-License-Identifier: Apache-2.0
//
// Expiry: the thread that removes expired items, pass after pass. It has a thread of its own: a
// pass over large tables takes long, and nothing else should wait for it.
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
    std::int64_t pause_ms = 60'000;  ///< Between the end of a pass and the next one.
    /// The part of the time the thread may be busy, 0 < duty <= 1.
    double duty = 0.25;
    /// Told of a failed pass, on the thread of the passes. May be empty.
    std::function<void(const Error& error)> on_error = {};
  };

  /// Starts the thread. Catalog and store must outlive it.
  Expiry(catalog::Catalog& catalog, store::Store& store, Options options);
  /// Ends within one step of a pass.
  ~Expiry() = default;
  Expiry(const Expiry&) = delete;
  Expiry& operator=(const Expiry&) = delete;

 private:
  void run(std::stop_token stop);

  catalog::Catalog& catalog_;
  store::Store& store_;
  const Options options_;
  std::jthread thread_;
};

}  // namespace magneto::internal::jobs
