// SPDX-License-Identifier: Apache-2.0
#include "http/compression.h"

#include <gtest/gtest.h>

#include "http/memory_budget.h"

namespace magneto::internal::http {
namespace {

using Outcome = InflatedBody::Outcome;

constexpr std::size_t kLimit = 1'000'000;

std::string compressed(Coding coding, std::string_view text) {
  std::string out;
  compress(coding, text, out);
  return out;
}

struct CompressionTest : testing::TestWithParam<Coding> {
  Outcome inflate(std::string_view body, std::size_t limit = kLimit) {
    InflatedBody inflated(budget);
    Outcome outcome = inflated.inflate(GetParam(), body, limit);
    text = inflated.text();
    return outcome;
  }
  MemoryBudget budget{10'000'000};
  std::string text;
};

INSTANTIATE_TEST_SUITE_P(Codings, CompressionTest,
                         testing::Values(Coding::kGzip, Coding::kDeflate));

TEST_P(CompressionTest, WhatWasCompressedComesBack) {
  for (std::size_t size : {1ul, 100ul, 16'384ul, 16'385ul, 999'999ul, 1'000'000ul}) {
    std::string original(size, 'x');
    for (std::size_t i = 0; i < size; i += 7) original[i] = static_cast<char>(i * i);
    EXPECT_EQ(inflate(compressed(GetParam(), original)), Outcome::kOk);
    EXPECT_EQ(text, original);
  }
  EXPECT_EQ(budget.used(), 0u);
}

TEST_P(CompressionTest, EveryMissingByteIsNoticed) {
  std::string body = compressed(GetParam(), "hello, hello, hello");
  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_EQ(inflate(std::string_view(body).substr(0, size)), Outcome::kDamaged) << size;
  }
}

TEST_P(CompressionTest, DamageIsNoticed) {
  std::string body = compressed(GetParam(), "hello, hello, hello");
  body[body.size() - 2] ^= 1;
  EXPECT_EQ(inflate(body), Outcome::kDamaged);
  EXPECT_EQ(inflate("{\"not\":\"compressed\"}"), Outcome::kDamaged);
  EXPECT_EQ(inflate(compressed(GetParam(), "hello") + "junk"), Outcome::kDamaged);
}

TEST_P(CompressionTest, WhatComesOutIsBounded) {
  std::string original(kLimit + 1, ' ');
  EXPECT_EQ(inflate(compressed(GetParam(), original)), Outcome::kTooLarge);
  EXPECT_EQ(inflate(compressed(GetParam(), std::string(100'000'000, ' '))), Outcome::kTooLarge);
}

TEST_P(CompressionTest, WhatComesOutIsPaidFor) {
  ASSERT_TRUE(budget.take(9'900'000));
  EXPECT_EQ(inflate(compressed(GetParam(), std::string(kLimit, ' '))), Outcome::kOverloaded);
  EXPECT_EQ(budget.used(), 9'900'000u);
}

TEST(Compression, GzipMembersInARowAreOneBody) {
  MemoryBudget budget(1'000'000);
  InflatedBody inflated(budget);
  std::string body = compressed(Coding::kGzip, "hello ") + compressed(Coding::kGzip, "world");
  EXPECT_EQ(inflated.inflate(Coding::kGzip, body, kLimit), Outcome::kOk);
  EXPECT_EQ(inflated.text(), "hello world");
}

TEST(Compression, DeflateIsOneStreamOnly) {
  MemoryBudget budget(1'000'000);
  InflatedBody inflated(budget);
  std::string body = compressed(Coding::kDeflate, "hello ") + compressed(Coding::kDeflate, "world");
  EXPECT_EQ(inflated.inflate(Coding::kDeflate, body, kLimit), Outcome::kDamaged);
}

}  // namespace
}  // namespace magneto::internal::http
