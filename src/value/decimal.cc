// SPDX-License-Identifier: Apache-2.0
#include "value/decimal.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace magneto::value {
namespace {

// Texts of the service (observed).
Error not_a_number(std::string_view text) {
  return validation_error("The parameter cannot be converted to a numeric value: " +
                          std::string(text));
}
Error too_precise() {
  return validation_error("Attempting to store more than 38 significant digits in a Number");
}
Error overflow() {
  return validation_error(
      "Number overflow. Attempting to store a number with magnitude larger than supported range");
}
Error underflow() {
  return validation_error(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int kPairExponentBias = 65;
constexpr unsigned char kZero = 0x80;
constexpr unsigned char kNegativeEnd = 0x66;
constexpr int kMaxPairs = 20;

/// The base-100 exponent of the pair that holds the digit with decimal exponent `exponent`.
constexpr int pair_exponent(int exponent) {
  return exponent >= 0 ? exponent / 2 : (exponent - 1) / 2;
}

char positive_header(int pair_exp) {
  return static_cast<char>(kZero + pair_exp + kPairExponentBias);
}
char negative_header(int pair_exp) {
  return static_cast<char>(kZero - 1 - (pair_exp + kPairExponentBias));
}

/// A magnitude below 10^18, written as pairs without trailing zeros.
std::size_t encode_small(std::uint64_t magnitude, bool negative, char* to) {
  if (magnitude == 0) {
    *to = static_cast<char>(kZero);
    return 1;
  }
  unsigned char pairs[10];  // Least significant first.
  int count = 0;
  for (; magnitude != 0; magnitude /= 100)
    pairs[count++] = static_cast<unsigned char>(magnitude % 100);
  int last = 0;
  while (pairs[last] == 0) ++last;
  char* out = to;
  *out++ = negative ? negative_header(count - 1) : positive_header(count - 1);
  for (int i = count - 1; i >= last; --i)
    *out++ = static_cast<char>(negative ? 101 - pairs[i] : pairs[i] + 1);
  if (negative) *out++ = static_cast<char>(kNegativeEnd);
  return static_cast<std::size_t>(out - to);
}

/// Digits and exponent as they are read; counts instead of storing what cannot matter.
struct Scan {
  std::array<std::uint8_t, Decimal::kMaxDigits> digits{};
  int count = 0;
  bool too_many = false;
  int pending_zeros = 0;      // Behind the last digit that is not zero.
  std::int64_t position = 0;  // Digits before the point (or, negative, zeros behind it) so far.
  std::int64_t first_exponent = 0;

  void digit(char c, std::int64_t exponent) {
    if (c == '0') {
      if (count > 0) ++pending_zeros;
      return;
    }
    if (count == 0) {
      first_exponent = exponent;
    } else {
      if (count + pending_zeros >= Decimal::kMaxDigits) {
        too_many = true;
        return;
      }
      count += pending_zeros;  // digits is zero already.
    }
    pending_zeros = 0;
    digits[static_cast<std::size_t>(count++)] = static_cast<std::uint8_t>(c - '0');
  }
};

/// Reads "e[+-]digits" up to the end. Saturates: no exponent of that size is in range.
bool read_exponent(std::string_view text, std::int64_t& exponent) {
  text.remove_prefix(1);
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty()) return false;
  std::int64_t value = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    if (value < 1'000'000'000'000) value = value * 10 + (c - '0');
  }
  exponent = negative ? -value : value;
  return true;
}

}  // namespace

Decimal Decimal::from_int(std::int64_t value) {
  Decimal result;
  if (value == 0) return result;
  result.negative_ = value < 0;
  auto magnitude = static_cast<std::uint64_t>(value);
  if (result.negative_) magnitude = 0 - magnitude;
  char text[20];
  int count = 0;
  for (; magnitude != 0; magnitude /= 10) text[count++] = static_cast<char>(magnitude % 10);
  result.exponent_ = static_cast<std::int16_t>(count - 1);
  int last = 0;
  while (text[last] == 0) ++last;
  result.digit_count_ = static_cast<std::uint8_t>(count - last);
  for (int i = 0; i < count - last; ++i)
    result.digits_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(text[count - 1 - i]);
  return result;
}

Result<Decimal> Decimal::parse(std::string_view text) {
  std::size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) at = 1;

  const std::size_t integer_start = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  const std::string_view integer = text.substr(integer_start, at - integer_start);
  std::string_view fraction;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction_start = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    fraction = text.substr(fraction_start, at - fraction_start);
  }
  if (integer.empty() && fraction.empty()) return not_a_number(text);
  std::int64_t exponent = 0;
  if (at < text.size()) {
    if ((text[at] != 'e' && text[at] != 'E') || !read_exponent(text.substr(at), exponent))
      return not_a_number(text);
  }

  Scan scan;
  auto position = static_cast<std::int64_t>(integer.size());
  for (char c : integer) scan.digit(c, --position);
  for (char c : fraction) scan.digit(c, --position);

  Decimal result;
  if (scan.count == 0) return result;
  if (scan.too_many) return too_precise();
  const std::int64_t first = scan.first_exponent + exponent;
  if (first > kMaxExponent) return overflow();
  if (first < kMinExponent) return underflow();
  result.digits_ = scan.digits;
  result.digit_count_ = static_cast<std::uint8_t>(scan.count);
  result.exponent_ = static_cast<std::int16_t>(first);
  result.negative_ = negative;
  return result;
}

std::size_t Decimal::encode(char* to) const {
  if (is_zero()) {
    *to = static_cast<char>(kZero);
    return 1;
  }
  const int pair_exp = pair_exponent(exponent_);
  char* out = to;
  *out++ = negative_ ? negative_header(pair_exp) : positive_header(pair_exp);
  // The first pair holds one digit when the first digit stands at an even exponent.
  int next = exponent_ - 2 * pair_exp - 1;  // 0, or -1: a zero before the first digit.
  for (; next < digit_count_; next += 2) {
    const int high = next < 0 ? 0 : digits_[static_cast<std::size_t>(next)];
    const int low = next + 1 < digit_count_ ? digits_[static_cast<std::size_t>(next + 1)] : 0;
    const int pair = high * 10 + low;
    *out++ = static_cast<char>(negative_ ? 101 - pair : pair + 1);
  }
  if (negative_) *out++ = static_cast<char>(kNegativeEnd);
  return static_cast<std::size_t>(out - to);
}

std::string Decimal::encoded() const {
  char bytes[kMaxEncodedBytes];
  return {bytes, encode(bytes)};
}

bool Decimal::is_encoded(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > kMaxEncodedBytes) return false;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (bytes.size() == 1) return at(0) == kZero;
  const bool negative = at(0) < kZero;
  const std::size_t end = bytes.size() - (negative ? 1 : 0);
  if (negative && (at(end) != kNegativeEnd || end < 2)) return false;
  for (std::size_t i = 1; i < end; ++i) {
    const int pair = negative ? 101 - at(i) : at(i) - 1;
    if (pair < 0 || pair > 99) return false;
    if (pair == 0 && (i == 1 || i + 1 == end)) return false;
  }
  if (end - 1 > kMaxPairs) return false;
  const Decimal value = decode(bytes);
  return value.digit_count_ <= kMaxDigits && value.exponent_ >= kMinExponent &&
         value.exponent_ <= kMaxExponent;
}

Decimal Decimal::decode(std::string_view bytes) {
  Decimal result;
  const auto header = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1) return result;
  result.negative_ = header < kZero;
  const int pair_exp = (result.negative_ ? kZero - 1 - header : header - kZero) - kPairExponentBias;
  const std::size_t end = bytes.size() - (result.negative_ ? 1 : 0);
  int count = 0;
  const auto put = [&](int digit) {
    // A damaged form may hold one digit too many; is_encoded() sees the count.
    if (count < kMaxDigits)
      result.digits_[static_cast<std::size_t>(count)] = static_cast<std::uint8_t>(digit);
    ++count;
  };
  for (std::size_t i = 1; i < end; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const int pair = result.negative_ ? 101 - byte : byte - 1;
    if (i > 1 || pair >= 10) put(pair / 10);
    if (i + 1 < end || pair % 10 != 0) put(pair % 10);
  }
  const int first_pair = result.negative_ ? 101 - static_cast<unsigned char>(bytes[1])
                                          : static_cast<unsigned char>(bytes[1]) - 1;
  result.exponent_ = static_cast<std::int16_t>(2 * pair_exp + (first_pair >= 10 ? 1 : 0));
  result.digit_count_ = static_cast<std::uint8_t>(count);
  return result;
}

std::size_t Decimal::to_chars(char* to) const {
  char* out = to;
  if (is_zero()) {
    *out = '0';
    return 1;
  }
  if (negative_) *out++ = '-';
  const auto digit = [&](int i) {
    return static_cast<char>('0' + digits_[static_cast<std::size_t>(i)]);
  };
  int next = 0;
  if (exponent_ < 0) {
    *out++ = '0';
    *out++ = '.';
    for (int i = exponent_ + 1; i < 0; ++i) *out++ = '0';
  } else {
    for (int i = 0; i <= exponent_; ++i) *out++ = next < digit_count_ ? digit(next++) : '0';
    if (next < digit_count_) *out++ = '.';
  }
  while (next < digit_count_) *out++ = digit(next++);
  return static_cast<std::size_t>(out - to);
}

std::string Decimal::to_string() const {
  char text[kMaxTextBytes];
  return {text, to_chars(text)};
}

namespace {

/// Two magnitudes of up to 38 digits each, at exponents 125 to -167, on one line of digits.
constexpr int kLineTop = Decimal::kMaxExponent + 1;  // Room for a carry.
constexpr int kLineBottom = Decimal::kMinExponent - Decimal::kMaxDigits;
using Line = std::array<std::int8_t, kLineTop - kLineBottom + 1>;

}  // namespace

Result<Decimal> Decimal::add(const Decimal& a, const Decimal& b) {
  if (a.is_zero()) return b;
  if (b.is_zero()) return a;
  Line line{};  // Most significant first.
  const auto lay = [&](const Decimal& term, int sign) {
    for (int i = 0; i < term.digit_count_; ++i) {
      auto& cell = line[static_cast<std::size_t>(kLineTop - term.exponent_ + i)];
      cell = static_cast<std::int8_t>(cell + sign * term.digits_[static_cast<std::size_t>(i)]);
    }
  };
  // The larger magnitude gives the sign, so that no borrow is left over.
  const bool a_larger =
      a.exponent_ != b.exponent_ ? a.exponent_ > b.exponent_ : a.digits_ >= b.digits_;
  const Decimal& larger = a_larger ? a : b;
  const Decimal& smaller = a_larger ? b : a;
  lay(larger, 1);
  lay(smaller, larger.negative_ == smaller.negative_ ? 1 : -1);
  for (std::size_t i = line.size(); i-- > 1;) {
    if (line[i] >= 10) {
      line[i] = static_cast<std::int8_t>(line[i] - 10);
      ++line[i - 1];
    } else if (line[i] < 0) {
      line[i] = static_cast<std::int8_t>(line[i] + 10);
      --line[i - 1];
    }
  }

  const auto not_zero = [](std::int8_t cell) { return cell != 0; };
  const auto first = std::find_if(line.begin(), line.end(), not_zero);
  if (first == line.end()) return Decimal();
  const auto last = std::find_if(line.rbegin(), line.rend(), not_zero).base();
  Decimal result;
  const int exponent = kLineTop - static_cast<int>(first - line.begin());
  // The service reports a result that needs too many digits as an overflow (observed).
  if (exponent > kMaxExponent || last - first > kMaxDigits) return overflow();
  if (exponent < kMinExponent) return underflow();
  std::copy(first, last, result.digits_.begin());
  result.digit_count_ = static_cast<std::uint8_t>(last - first);
  result.exponent_ = static_cast<std::int16_t>(exponent);
  result.negative_ = larger.negative_;
  return result;
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
  // Unused digits are zero, so the arrays compare as the digits do.
  const auto magnitude =
      a.exponent_ != b.exponent_ ? a.exponent_ <=> b.exponent_ : a.digits_ <=> b.digits_;
  if (!a.negative_) return magnitude;
  return 0 <=> magnitude;
}

std::size_t number_to_chars(std::string_view encoded, char* to) {
  return Decimal::decode(encoded).to_chars(to);
}

Result<std::size_t> number_from_chars(std::string_view text, char* to) {
  // Integers of up to 18 digits, by far the most numbers there are.
  const bool negative = !text.empty() && text[0] == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (!digits.empty() && digits.size() <= 18) {
    std::uint64_t magnitude = 0;
    std::size_t i = 0;
    for (; i < digits.size() && is_digit(digits[i]); ++i)
      magnitude = magnitude * 10 + static_cast<std::uint64_t>(digits[i] - '0');
    if (i == digits.size()) return encode_small(magnitude, negative, to);
  }
  MAGNETO_ASSIGN_OR_RETURN(Decimal number, Decimal::parse(text));
  return number.encode(to);
}

}  // namespace magneto::value
