// SPDX-License-Identifier: Apache-2.0
//
// Decimal: DynamoDB's number. Up to 38 significant decimal digits, magnitude 0 or
// 1E-130 to 9.99...E+125, exact. A value type without allocation; thread-compatible.
//
// Stored bytes ("number" in encoded_item.h). memcmp order is numeric order:
//
//   0            80
//   positive     80 + (e + 65), then one byte (pair + 1) a base-100 digit pair
//   negative     7F - (e + 65), then one byte (101 - pair) a pair, then 66 (hex)
//
// where the value is 0.p1p2p3... * 100^(e+1): e is the base-100 exponent of the first pair
// (-65..62), p1 is not 0, and trailing 00 pairs are dropped. e = -65 with a pair sorts above zero
// because it is longer. One value has one form: bytes identify keys and set members.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::value {

class Decimal {
 public:
  static constexpr int kMaxDigits = 38;
  static constexpr int kMaxExponent = 125;   ///< Of the first digit.
  static constexpr int kMinExponent = -130;  ///< Of the first digit.
  static constexpr std::size_t kMaxEncodedBytes = 22;
  /// Room for the longest to_string(): sign, "0.", 129 zeros, 38 digits, and a zero that to_chars()
  /// writes behind them and takes back.
  static constexpr std::size_t kMaxTextBytes = 171;

  Decimal() = default;  ///< Zero.
  static Decimal from_int(std::int64_t value);

  /// Reads the text of an N. Accepts a sign, leading zeros, ".5", "5.", exponents of either case.
  /// Errors (kValidation, with the service's texts): not a number; more than 38 significant digits;
  /// overflow; underflow.
  static Result<Decimal> parse(std::string_view text);

  /// REQUIRES: `bytes` came from encode() (or passed is_encoded()).
  static Decimal decode(std::string_view bytes);
  static bool is_encoded(std::string_view bytes);

  /// Writes the stored form to `to` (kMaxEncodedBytes of room) and returns its length.
  std::size_t encode(char* to) const;
  std::string encoded() const;

  /// Plain notation without an exponent, as the service answers: "-0.05", "100".
  std::string to_string() const;
  /// Writes to_string() to `to` (kMaxTextBytes of room) and returns the length.
  std::size_t to_chars(char* to) const;

  /// Errors (kValidation): the result overflows, underflows or needs more than 38 digits. Nothing
  /// is ever rounded.
  static Result<Decimal> add(const Decimal& a, const Decimal& b);
  static Result<Decimal> subtract(const Decimal& a, const Decimal& b);

  Decimal negated() const;
  bool is_zero() const { return digit_count_ == 0; }
  bool is_negative() const { return negative_; }
  int significant_digits() const { return digit_count_; }
  /// Nothing when it is no integer or does not fit.
  std::optional<std::int64_t> to_int64() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  int last_exponent() const { return exponent_ - digit_count_ + 1; }
  static Result<Decimal> add_small(const Decimal& a, const Decimal& b, int low);
  static Result<Decimal> add_digits(const Decimal& a, const Decimal& b, int low);

  // Most significant first, no leading or trailing zero; unused ones are zero.
  std::array<std::uint8_t, kMaxDigits> digits_{};
  std::int16_t exponent_ = 0;  // Of digits_[0].
  std::uint8_t digit_count_ = 0;
  bool negative_ = false;
};

/// Straight from stored bytes to text, without a Decimal between. Room: Decimal::kMaxTextBytes.
/// REQUIRES: as Decimal::decode.
std::size_t number_to_chars(std::string_view encoded, char* to);

/// Straight from text to stored bytes. Room: Decimal::kMaxEncodedBytes. Errors as Decimal::parse.
Result<std::size_t> number_from_chars(std::string_view text, char* to);

}  // namespace magneto::internal::value
