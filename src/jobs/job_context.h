// SPDX-License-Identifier: Apache-2.0
//
// JobContext: what a background job works with, and how it shares the machine: it does a little,
// then steps aside.
#pragma once

#include <chrono>
#include <stop_token>

#include "base/clock.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace magneto::internal::jobs {

struct JobContext {
  catalog::Catalog& catalog;
  store::Store& store;
  const Clock& clock;
  std::stop_token stop;
  double duty = 0.5;  ///< The part of the time a job may be busy: 0 < duty <= 1.

  bool stopped() const { return stop.stop_requested(); }
};

/// What a job handles in one step, as one modification of the store at most.
inline constexpr store::ChunkSize kChunk{.records = 32, .bytes = 256 * 1024};
/// Of items that are copied as they are, without looking at them.
inline constexpr store::ChunkSize kCopiedChunk{.records = 1024, .bytes = 256 * 1024};

/// Sleeps, but not longer than until `stop` is requested.
void wait_unless_stopped(const std::stop_token& stop, std::chrono::nanoseconds time);

/// One small step of a job. Its end steps aside for as long as the step's share of the time
/// demands.
class Step {
 public:
  explicit Step(const JobContext& work);
  ~Step();
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

 private:
  const JobContext& work_;
  const std::int64_t started_ns_;
};

}  // namespace magneto::internal::jobs
