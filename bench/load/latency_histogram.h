// SPDX-License-Identifier: Apache-2.0
//
// Latencies, counted in buckets that are at most 1.6 % wide: 64 for each power of two of
// nanoseconds.
#pragma once

#include <array>
#include <cstdint>

namespace magneto::internal::load {

class LatencyHistogram {
 public:
  void add(std::uint64_t nanoseconds);

  std::uint64_t count() const { return count_; }
  /// The latency in nanoseconds that the fraction `q` (0 to 1) does not exceed. 0 when nothing was
  /// added.
  std::uint64_t quantile(double q) const;

 private:
  static constexpr int kSubBits = 6;
  static constexpr std::size_t kBuckets = (64 - kSubBits + 1) << kSubBits;

  static std::size_t bucket_of(std::uint64_t nanoseconds);
  static std::uint64_t upper_bound(std::size_t bucket);

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
};

}  // namespace magneto::internal::load
