// SPDX-License-Identifier: Apache-2.0
//
// From the text of an N to a Decimal or its stored bytes.
//
//   number   := [+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]
//
// The service's older layer reads numbers as Java's BigDecimal does, which shows at the edges: an
// exponent that does not fit 32 bits makes the text no number at all, the place of the first digit
// is counted in 32 bits and wraps ("1e2147483647" underflows), and a zero has an exponent too, so
// "0e126" overflows while "0.0e126" does not (all observed). Its current layer reads exponents as
// 64 bits.
#include <limits>
#include <optional>

#include "value/decimal.h"
#include "value/number_format.h"
#include "value/number_messages.h"
#include "value/number_refusal.h"

namespace magneto::internal::value {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool fits_32_bits(std::int64_t value) {
  return value >= std::numeric_limits<std::int32_t>::min() &&
         value <= std::numeric_limits<std::int32_t>::max();
}

/// The text of a number in its parts.
struct Parts {
  bool negative = false;
  std::string_view whole;     // Digits before the point.
  std::string_view fraction;  // Digits behind it.
  std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

/// Whether there was a minus; takes a sign of either kind.
bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

/// Reads what follows the 'e', of up to `max` either way.
bool read_exponent(std::string_view text, std::int64_t max, std::int64_t& exponent) {
  const bool negative = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return false;
  std::int64_t value = 0;
  for (char c : digits) {
    const std::int64_t digit = c - '0';
    if (value > (max - digit) / 10) return false;
    value = value * 10 + digit;
  }
  exponent = negative ? -value : value;
  return true;
}

bool split(std::string_view text, Parts& parts) {
  parts.negative = take_sign(text);
  parts.whole = take_digits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
  }
  if (parts.whole.empty() && parts.fraction.empty()) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
  return read_exponent(text.substr(1), kMax, parts.exponent) &&
         fits_32_bits(static_cast<std::int64_t>(parts.fraction.size()) - parts.exponent);
}

/// `first` with the places from the first digit on counted in 32 bits.
constexpr std::int64_t wrapped(std::int64_t first) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(first + 1)) - std::int64_t{1};
}

/// The exponent of a number that has one of more than 32 bits, and at most 64.
std::optional<std::int64_t> wide_exponent(std::string_view text) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  const std::size_t e = text.find_first_of("eE");
  Parts parts;
  std::int64_t exponent = 0;
  if (e == text.npos || !split(text.substr(0, e), parts)) return std::nullopt;
  if (!read_exponent(text.substr(e + 1), kMax, exponent)) return std::nullopt;
  constexpr std::int64_t kMax32 = std::numeric_limits<std::int32_t>::max() / 2;
  return exponent > kMax32 || exponent < -kMax32 ? std::optional(exponent) : std::nullopt;
}

/// Collects digits without leading and trailing zeros, the first 38 of them.
class DigitCollector {
 public:
  explicit DigitCollector(std::array<std::uint8_t, Decimal::kMaxDigits>& digits)
      : digits_(digits) {}

  /// `digits` stand at `exponent` and below.
  void add(std::string_view digits, std::int64_t exponent) {
    std::size_t i = 0;
    if (count_ == 0) {
      while (i < digits.size() && digits[i] == '0') ++i;
      if (i < digits.size()) first_exponent_ = exponent - static_cast<std::int64_t>(i);
    }
    for (; i < digits.size(); ++i) {
      if (digits[i] == '0') {
        ++pending_zeros_;
      } else if (count_ + pending_zeros_ >= digits_.size()) {
        too_many_ = true;
        return;
      } else {
        count_ += pending_zeros_;  // The places are zero already.
        pending_zeros_ = 0;
        digits_[count_++] = static_cast<std::uint8_t>(digits[i] - '0');
      }
    }
  }

  std::size_t count() const { return count_; }
  bool too_many() const { return too_many_; }
  std::int64_t first_exponent() const { return first_exponent_; }

 private:
  std::array<std::uint8_t, Decimal::kMaxDigits>& digits_;
  std::size_t count_ = 0;
  std::size_t pending_zeros_ = 0;
  bool too_many_ = false;
  std::int64_t first_exponent_ = 0;
};

/// Writes magnitude / 100^`fraction_pairs`. REQUIRES: the result is in range.
std::size_t encode_small(std::uint64_t magnitude, int fraction_pairs, bool negative, char* to) {
  if (magnitude == 0) {
    *to = static_cast<char>(kZeroHeader);
    return 1;
  }
  int pairs[10];  // Least significant first.
  int count = 0;
  for (; magnitude >= 100; magnitude /= 100) pairs[count++] = static_cast<int>(magnitude % 100);
  pairs[count++] = static_cast<int>(magnitude);
  int last = 0;
  while (pairs[last] == 0) ++last;
  char* out = to;
  *out++ = header_byte(count - 1 - fraction_pairs, negative);
  for (int i = count - 1; i >= last; --i) *out++ = pair_byte(pairs[i], negative);
  if (negative) *out++ = static_cast<char>(kNegativeEnd);
  return static_cast<std::size_t>(out - to);
}

/// The numbers there are most of: up to 18 digits, perhaps a minus and a point, no exponent. Gives
/// the length, or 0 when the text is something else.
std::size_t from_short_text(std::string_view text, char* to) {
  constexpr std::size_t kShortDigits = 18;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kShortDigits + 1) return 0;
  std::uint64_t magnitude = 0;
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i]))
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(text[i++] - '0');
  if (i == text.size()) return i <= kShortDigits ? encode_small(magnitude, 0, negative, to) : 0;
  if (text[i] != '.' || text.size() == 1) return 0;
  const std::size_t point = i++;
  while (i < text.size() && is_digit(text[i]))
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(text[i++] - '0');
  if (i != text.size()) return 0;
  const std::size_t fraction_digits = text.size() - point - 1;
  if (fraction_digits % 2 != 0) magnitude *= 10;  // Up to 19 digits now: these fit 64 bits.
  return encode_small(magnitude, static_cast<int>((fraction_digits + 1) / 2), negative, to);
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  Parts parts;
  if (!split(text, parts)) return not_a_number(text);
  Decimal result;
  DigitCollector collector(result.digits_);
  collector.add(parts.whole, static_cast<std::int64_t>(parts.whole.size()) - 1);
  collector.add(parts.fraction, -1);
  if (collector.too_many()) return too_many_digits();
  const bool zero = collector.count() == 0;
  const std::int64_t first =
      wrapped(parts.exponent + (zero ? -static_cast<std::int64_t>(parts.fraction.size())
                                     : collector.first_exponent()));
  if (first > kMaxExponent) return number_overflow();
  if (first < kMinExponent) return number_underflow();
  if (zero) return result;
  result.digit_count_ = static_cast<std::uint8_t>(collector.count());
  result.exponent_ = static_cast<std::int16_t>(first);
  result.negative_ = parts.negative;
  return result;
}

Error current_number_refusal(std::string_view text, Error older) {
  if (const std::optional<std::int64_t> exponent = wide_exponent(text)) {
    return *exponent > 0 ? number_overflow() : number_underflow();
  }
  return text.empty() ? empty_number() : std::move(older);
}

Result<std::size_t> number_from_chars(std::string_view text, char* to) {
  if (const std::size_t length = from_short_text(text, to); length != 0) return length;
  MAGNETO_ASSIGN_OR_RETURN(const Decimal number, Decimal::parse(text));
  return number.encode(to);
}

}  // namespace magneto::internal::value
