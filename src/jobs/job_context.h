// SPDX-License-Identifier: Apache-2.0
//
// Work: what a background job works with, and how it shares the machine: it does a little, then
// steps aside. All jobs run on the scheduler's thread.
#pragma once

#include <stop_token>

#include "base/clock.h"
#include "catalog/catalog.h"
#include "storage/engine.h"

namespace magneto::internal::jobs {

struct JobContext {
  catalog::Catalog& catalog;
  storage::Engine& engine;
  const Clock& clock;
  std::stop_token stop;
  double duty = 0.5;  ///< The part of the time a job may be busy: 0 < duty <= 1.

  bool stopped() const { return stop.stop_requested(); }
};

/// Items or entries a job handles at a time, as one engine modification at most.
inline constexpr std::size_t kChunkKeys = 32;
inline constexpr std::size_t kChunkBytes = 256 * 1024;
/// Of items that are copied as they are, without looking at them.
inline constexpr std::size_t kCopiedKeys = 1024;

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
