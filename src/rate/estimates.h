// SPDX-License-Identifier: Apache-2.0
//
// What a request will cost, before it is sent: from sizes where they are known, else from what
// requests of the same kind have cost.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/mutex.h"

namespace magneto::internal::rate {

enum class Consistency : unsigned char { kEventual, kStrong, kTransactional };

/// Of reading `bytes`: one unit per 4 KB begun, half of it eventually consistent, twice in a
/// transaction.
double read_units(std::size_t bytes, Consistency consistency);
/// Of writing an item of `bytes`: one unit per KB begun, twice in a transaction.
double write_units(std::size_t bytes, bool transactional);

/// Learns costs by kind ("Songs/Query"). Thread safe.
class Estimates {
 public:
  /// Beyond this many kinds all are forgotten.
  static constexpr std::size_t kMaxKinds = 10'000;

  /// The smoothed cost of `kind` so far, `otherwise` before the first.
  double of(std::string_view kind, double otherwise) const;
  void learn(std::string_view kind, double actual);

 private:
  mutable Mutex mutex_;
  std::map<std::string, double, std::less<>> costs_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::rate
