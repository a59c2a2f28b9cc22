// SPDX-License-Identifier: Apache-2.0
//
// The constants of a number's stored bytes (decimal.h has the grammar), for the files that read and
// write them.
#pragma once

#include <cstddef>
#include <string_view>

namespace magneto::internal::value {

inline constexpr unsigned char kZeroHeader = 0x80;
inline constexpr unsigned char kNegativeEnd = 0x66;
inline constexpr int kPairExponentBias = 65;
inline constexpr int kMaxPairs = 20;  ///< 38 digits that do not start at a pair's first digit.

/// The base-100 exponent of the pair that holds the digit with decimal exponent `exponent`.
constexpr int pair_exponent(int exponent) {
  return exponent >= 0 ? exponent / 2 : (exponent - 1) / 2;
}

constexpr char header_byte(int pair_exp, bool negative) {
  const int biased = pair_exp + kPairExponentBias;
  return static_cast<char>(negative ? kZeroHeader - 1 - biased : kZeroHeader + biased);
}

constexpr char pair_byte(int pair, bool negative) {
  return static_cast<char>(negative ? 101 - pair : pair + 1);
}

/// Reads the parts of stored bytes of a number that is not zero.
class EncodedNumber {
 public:
  explicit EncodedNumber(std::string_view bytes)
      : bytes_(bytes), negative_(byte(0) < kZeroHeader) {}

  bool negative() const { return negative_; }
  int pair_exp() const {
    return (negative_ ? kZeroHeader - 1 - byte(0) : byte(0) - kZeroHeader) - kPairExponentBias;
  }
  int pair_count() const { return static_cast<int>(bytes_.size()) - (negative_ ? 2 : 1); }
  int pair(int i) const {
    const int stored = byte(static_cast<std::size_t>(i) + 1);
    return negative_ ? 101 - stored : stored - 1;
  }

 private:
  unsigned char byte(std::size_t i) const { return static_cast<unsigned char>(bytes_[i]); }

  std::string_view bytes_;
  bool negative_;
};

}  // namespace magneto::internal::value
