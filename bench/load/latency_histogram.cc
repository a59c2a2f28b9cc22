// SPDX-License-Identifier: Apache-2.0
#include "latency_histogram.h"

#include <bit>
#include <cmath>

namespace magneto::internal::load {

void LatencyHistogram::add(std::uint64_t nanoseconds) {
  ++buckets_[bucket_of(nanoseconds)];
  ++count_;
}

std::uint64_t LatencyHistogram::quantile(double q) const {
  auto wanted = static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) return upper_bound(bucket);
  }
  return 0;
}

// Below 64 a bucket is one nanosecond. Above, the highest bit picks a group of 64 and the six bits
// below it the bucket.
std::size_t LatencyHistogram::bucket_of(std::uint64_t nanoseconds) {
  if (nanoseconds < (1u << kSubBits)) return nanoseconds;
  auto shift = static_cast<std::size_t>(std::bit_width(nanoseconds)) - 1 - kSubBits;
  return (shift << kSubBits) + (nanoseconds >> shift);
}

std::uint64_t LatencyHistogram::upper_bound(std::size_t bucket) {
  if (bucket < (2u << kSubBits)) return bucket;
  std::size_t shift = (bucket >> kSubBits) - 1;
  std::uint64_t mantissa = bucket - (shift << kSubBits);
  return ((mantissa + 1) << shift) - 1;
}

}  // namespace magneto::internal::load
