// SPDX-License-Identifier: Apache-2.0
//
// Between a Decimal, its stored bytes and the text of an answer.
#include <algorithm>
#include <array>
#include <cstring>

#include "value/decimal.h"
#include "value/number_format.h"

namespace magneto::internal::value {
namespace {

/// "000102...99": the two characters of each pair.
constexpr auto kPairText = [] {
  std::array<char, 200> text{};
  for (std::size_t pair = 0; pair < 100; ++pair) {
    text[2 * pair] = static_cast<char>('0' + pair / 10);
    text[2 * pair + 1] = static_cast<char>('0' + pair % 10);
  }
  return text;
}();

char* put_pair(char* to, int pair) {
  std::memcpy(to, &kPairText[static_cast<std::size_t>(2 * pair)], 2);
  return to + 2;
}

char* put_zeros(char* to, int count) {
  std::memset(to, '0', static_cast<std::size_t>(count));
  return to + count;
}

/// The pairs from `first` on, which stand behind the point: the last one's second zero is dropped.
char* put_fraction(char* to, const EncodedNumber& number, int first) {
  const int count = number.pair_count();
  for (int i = first; i < count; ++i) to = put_pair(to, number.pair(i));
  return to[-1] == '0' ? to - 1 : to;
}

}  // namespace

std::size_t number_to_chars(std::string_view encoded, char* to) {
  if (encoded.size() == 1) {
    *to = '0';
    return 1;
  }
  const EncodedNumber number(encoded);
  const int pairs = number.pair_count();
  const int whole_pairs = number.pair_exp() + 1;
  char* out = to;
  if (number.negative()) *out++ = '-';
  if (whole_pairs <= 0) {
    *out++ = '0';
    *out++ = '.';
    out = put_zeros(out, -2 * whole_pairs);
    return static_cast<std::size_t>(put_fraction(out, number, 0) - to);
  }
  const int first = number.pair(0);
  if (first >= 10) {
    out = put_pair(out, first);
  } else {
    *out++ = static_cast<char>('0' + first);
  }
  const int whole_stored = std::min(pairs, whole_pairs);
  for (int i = 1; i < whole_stored; ++i) out = put_pair(out, number.pair(i));
  if (pairs <= whole_pairs)
    return static_cast<std::size_t>(put_zeros(out, 2 * (whole_pairs - pairs)) - to);
  *out++ = '.';
  return static_cast<std::size_t>(put_fraction(out, number, whole_pairs) - to);
}

std::size_t Decimal::to_chars(char* to) const {
  char bytes[kMaxEncodedBytes];
  return number_to_chars({bytes, encode(bytes)}, to);
}

std::string Decimal::to_string() const {
  char text[kMaxTextBytes];
  return {text, to_chars(text)};
}

std::size_t Decimal::encode(char* to) const {
  if (is_zero()) {
    *to = static_cast<char>(kZeroHeader);
    return 1;
  }
  const int pair_exp = pair_exponent(exponent_);
  char* out = to;
  *out++ = header_byte(pair_exp, negative_);
  // The first pair holds one digit only when the first digit stands at an even exponent.
  int next = exponent_ - 2 * pair_exp - 1;  // 0, or -1: a zero before the first digit.
  const auto digit = [&](int i) {
    return i < 0 || i >= digit_count_ ? 0 : digits_[static_cast<std::size_t>(i)];
  };
  for (; next < digit_count_; next += 2)
    *out++ = pair_byte(digit(next) * 10 + digit(next + 1), negative_);
  if (negative_) *out++ = static_cast<char>(kNegativeEnd);
  return static_cast<std::size_t>(out - to);
}

std::string Decimal::encoded() const {
  char bytes[kMaxEncodedBytes];
  return {bytes, encode(bytes)};
}

Decimal Decimal::decode(std::string_view bytes) {
  Decimal result;
  if (bytes.size() == 1) return result;
  const EncodedNumber number(bytes);
  const int pairs = number.pair_count();
  const int first = number.pair(0);
  std::size_t count = 0;
  if (first >= 10) result.digits_[count++] = static_cast<std::uint8_t>(first / 10);
  result.digits_[count++] = static_cast<std::uint8_t>(first % 10);
  for (int i = 1; i < pairs; ++i) {
    const int pair = number.pair(i);
    result.digits_[count++] = static_cast<std::uint8_t>(pair / 10);
    // A last digit of zero is no digit, and the 39th place can hold nothing else.
    if (count < kMaxDigits) result.digits_[count++] = static_cast<std::uint8_t>(pair % 10);
  }
  if (result.digits_[count - 1] == 0) --count;
  result.digit_count_ = static_cast<std::uint8_t>(count);
  result.exponent_ = static_cast<std::int16_t>(2 * number.pair_exp() + (first >= 10 ? 1 : 0));
  result.negative_ = number.negative();
  return result;
}

bool Decimal::is_encoded(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > kMaxEncodedBytes) return false;
  if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]) == kZeroHeader;
  const EncodedNumber number(bytes);
  const int pairs = number.pair_count();
  if (number.negative() && static_cast<unsigned char>(bytes.back()) != kNegativeEnd) return false;
  if (pairs < 1 || pairs > kMaxPairs) return false;
  for (int i = 0; i < pairs; ++i)
    if (number.pair(i) < 0 || number.pair(i) > 99) return false;
  const int first = number.pair(0), last = number.pair(pairs - 1);
  if (first == 0 || last == 0) return false;
  // Every header that exists names an exponent in range, so only the digits are left to count.
  return 2 * pairs - (first < 10 ? 1 : 0) - (last % 10 == 0 ? 1 : 0) <= kMaxDigits;
}

}  // namespace magneto::internal::value
