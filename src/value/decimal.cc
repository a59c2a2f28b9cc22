// SPDX-License-Identifier: Apache-2.0
#include "value/decimal.h"

#include <algorithm>

#include "value/number_messages.h"

namespace magneto::internal::value {
namespace {

constexpr int kSmallDigits = 18;  // Two numbers of so many digits add up within 64 bits.

constexpr auto kPowersOfTen = [] {
  std::array<std::int64_t, kSmallDigits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

}  // namespace

Decimal Decimal::from_int(std::int64_t value) {
  Decimal result;
  if (value == 0) return result;
  result.negative_ = value < 0;
  auto magnitude = static_cast<std::uint64_t>(value);
  if (result.negative_) magnitude = 0 - magnitude;
  std::uint8_t reversed[20];
  int count = 0;
  for (; magnitude != 0; magnitude /= 10)
    reversed[count++] = static_cast<std::uint8_t>(magnitude % 10);
  int last = 0;
  while (reversed[last] == 0) ++last;
  std::reverse_copy(reversed + last, reversed + count, result.digits_.begin());
  result.exponent_ = static_cast<std::int16_t>(count - 1);
  result.digit_count_ = static_cast<std::uint8_t>(count - last);
  return result;
}

Result<Decimal> Decimal::add(const Decimal& a, const Decimal& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  const int high = std::max(a.exponent_, b.exponent_);
  const int low = std::min(a.last_exponent(), b.last_exponent());
  if (high - low < kSmallDigits) return add_small(a, b, low);
  // Where only one of them has a digit at `low`, that digit is in the sum, and the sum's first
  // digit is at high - 1 or above. The service calls too many digits an overflow (observed).
  if (a.last_exponent() != b.last_exponent() && high - low > kMaxDigits) return number_overflow();
  return add_digits(a, b, low);
}

/// In 64 bits, counted in units of 10^low.
Result<Decimal> Decimal::add_small(const Decimal& a, const Decimal& b, int low) {
  const auto units = [low](const Decimal& term) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < term.digit_count_; ++i) value = value * 10 + term.digits_[i];
    value *= kPowersOfTen[static_cast<std::size_t>(term.last_exponent() - low)];
    return term.negative_ ? -value : value;
  };
  Decimal sum = from_int(units(a) + units(b));
  if (sum.is_zero()) return sum;
  const int exponent = sum.exponent_ + low;
  if (exponent > kMaxExponent) return number_overflow();
  if (exponent < kMinExponent) return number_underflow();
  sum.exponent_ = static_cast<std::int16_t>(exponent);
  return sum;
}

/// Digit by digit, from 10^low up. REQUIRES: neither is zero; all digits of both are within
/// kMaxDigits + 1 places of `low`.
Result<Decimal> Decimal::add_digits(const Decimal& a, const Decimal& b, int low) {
  // Least significant first, with a place for the carry.
  std::array<std::int8_t, kMaxDigits + 2> line{};
  const auto lay = [&](const Decimal& term, int sign) {
    auto place = static_cast<std::size_t>(term.exponent_ - low);
    for (std::size_t i = 0; i < term.digit_count_; ++i, --place)
      line[place] = static_cast<std::int8_t>(line[place] + sign * term.digits_[i]);
  };
  // The larger magnitude gives the sign, so that no borrow is left over.
  const bool a_larger =
      a.exponent_ != b.exponent_ ? a.exponent_ > b.exponent_ : a.digits_ >= b.digits_;
  const Decimal& larger = a_larger ? a : b;
  const Decimal& smaller = a_larger ? b : a;
  lay(larger, 1);
  lay(smaller, larger.negative_ == smaller.negative_ ? 1 : -1);
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const int carry = line[i] >= 10 ? 1 : line[i] < 0 ? -1 : 0;
    line[i] = static_cast<std::int8_t>(line[i] - 10 * carry);
    line[i + 1] = static_cast<std::int8_t>(line[i + 1] + carry);
  }

  const auto not_zero = [](std::int8_t digit) { return digit != 0; };
  const auto first = std::find_if(line.rbegin(), line.rend(), not_zero);
  if (first == line.rend()) return Decimal();
  const auto end = std::find_if(line.begin(), line.end(), not_zero);
  const auto count = static_cast<int>(first.base() - end);
  const int exponent = low + static_cast<int>(first.base() - line.begin()) - 1;
  if (exponent > kMaxExponent || count > kMaxDigits) return number_overflow();
  if (exponent < kMinExponent) return number_underflow();
  Decimal sum;
  std::copy_n(first, count, sum.digits_.begin());
  sum.digit_count_ = static_cast<std::uint8_t>(count);
  sum.exponent_ = static_cast<std::int16_t>(exponent);
  sum.negative_ = larger.negative_;
  return sum;
}

Decimal Decimal::negated() const {
  Decimal result = *this;
  result.negative_ = !is_zero() && !negative_;
  return result;
}

Result<Decimal> Decimal::subtract(const Decimal& a, const Decimal& b) {
  return add(a, b.negated());
}

std::optional<std::int64_t> Decimal::to_int64() const {
  if (is_zero()) return 0;
  if (exponent_ > 18 || digit_count_ > exponent_ + 1) return std::nullopt;
  std::uint64_t magnitude = 0;
  for (int i = 0; i <= exponent_; ++i)
    magnitude = magnitude * 10 + (i < digit_count_ ? digits_[static_cast<std::size_t>(i)] : 0);
  constexpr auto kLimit = static_cast<std::uint64_t>(INT64_MAX);
  if (magnitude > kLimit + (negative_ ? 1 : 0)) return std::nullopt;
  return static_cast<std::int64_t>(negative_ ? 0 - magnitude : magnitude);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const auto sign = [](const Decimal& d) { return d.is_zero() ? 0 : d.negative_ ? -1 : 1; };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  if (a.is_zero()) return std::strong_ordering::equal;
  const auto magnitude =
      a.exponent_ != b.exponent_ ? a.exponent_ <=> b.exponent_ : a.digits_ <=> b.digits_;
  if (!a.negative_) return magnitude;
  return 0 <=> magnitude;
}

}  // namespace magneto::internal::value
