// SPDX-License-Identifier: Apache-2.0
#include "rate/estimates.h"

#include <algorithm>

namespace magneto::internal::rate {
namespace {

constexpr std::size_t kReadUnitBytes = 4096;
constexpr std::size_t kWriteUnitBytes = 1024;
/// The weight of the newest cost.
constexpr double kSmoothing = 0.25;

double started(std::size_t bytes, std::size_t unit) {
  return static_cast<double>(std::max<std::size_t>(1, (bytes + unit - 1) / unit));
}

}  // namespace

double read_units(std::size_t bytes, Consistency consistency) {
  double units = started(bytes, kReadUnitBytes);
  switch (consistency) {
    case Consistency::kEventual:
      return units / 2;
    case Consistency::kStrong:
      return units;
    case Consistency::kTransactional:
      return units * 2;
  }
  return units;
}

double write_units(std::size_t bytes, bool transactional) {
  return started(bytes, kWriteUnitBytes) * (transactional ? 2 : 1);
}

double Estimates::of(std::string_view kind, double otherwise) const {
  MutexLock lock(mutex_);
  auto found = costs_.find(kind);
  return found == costs_.end() ? otherwise : found->second;
}

void Estimates::learn(std::string_view kind, double actual) {
  MutexLock lock(mutex_);
  auto found = costs_.find(kind);
  if (found != costs_.end()) {
    found->second += (actual - found->second) * kSmoothing;
    return;
  }
  if (costs_.size() >= kMaxKinds) costs_.clear();
  costs_.emplace(kind, actual);
}

}  // namespace magneto::internal::rate
