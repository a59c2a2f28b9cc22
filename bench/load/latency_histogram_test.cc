// SPDX-License-Identifier: Apache-2.0
#include "latency_histogram.h"

#include <gtest/gtest.h>

namespace magneto::internal::load {
namespace {

TEST(LatencyHistogram, IsEmptyAtFirst) {
  LatencyHistogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.quantile(0.5), 0u);
}

TEST(LatencyHistogram, QuantilesAreWithinABucketOfTheTruth) {
  LatencyHistogram histogram;
  for (std::uint64_t n = 1; n <= 100'000; ++n) histogram.add(n * 1000);
  for (double q : {0.001, 0.5, 0.99, 0.999, 1.0}) {
    double truth = q * 100'000 * 1000;
    EXPECT_GE(static_cast<double>(histogram.quantile(q)), truth);
    EXPECT_LE(static_cast<double>(histogram.quantile(q)), truth * 1.016 + 1);
  }
}

TEST(LatencyHistogram, TakesAnyLatency) {
  LatencyHistogram histogram;
  histogram.add(0);
  EXPECT_EQ(histogram.quantile(1), 0u);
  histogram.add(UINT64_MAX);
  EXPECT_EQ(histogram.quantile(1), UINT64_MAX);
}

}  // namespace
}  // namespace magneto::internal::load
