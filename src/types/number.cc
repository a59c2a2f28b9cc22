// SPDX-License-Identifier: Apache-2.0
#include "magneto/number.h"

#include <charconv>
#include <cstring>

#include "value/decimal.h"

namespace magneto {
namespace {

using internal::value::Decimal;

Error converted(const internal::Error& error, std::string_view text) {
  const bool inexact = error.message().find("significant digits") != std::string::npos;
  return {inexact ? ErrorCode::kInexact : ErrorCode::kInvalidArgument,
          error.message() + ": \"" + std::string(text.substr(0, 200)) + "\""};
}

Error no_result(const std::string& sum) {
  return {ErrorCode::kInexact, sum + " needs more than 38 digits, or is out of range"};
}

Decimal decimal_of(const Number& number) {
  return number.valid() ? Decimal::decode(number.bytes()) : Decimal();
}

Number number_of(const Decimal& decimal) {
  char bytes[Decimal::kMaxEncodedBytes];
  return Number::from_bytes({bytes, decimal.encode(bytes)});
}

/// A decimal's text, taken apart: digits without leading zeros, and the exponent of the last one.
struct Parts {
  bool negative = false;
  std::string digits;
  long exponent = 0;
};

bool take_digits(std::string_view& text, Parts& to, bool fraction) {
  bool any = false;
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    any = true;
    if (!(to.digits.empty() && text[0] == '0')) to.digits.push_back(text[0]);
    if (fraction) --to.exponent;
    text.remove_prefix(1);
  }
  return any;
}

bool take_parts(std::string_view text, Parts& to) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    to.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  bool any = take_digits(text, to, false);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    any = take_digits(text, to, true) || any;
  }
  if (!any) return false;
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && text[0] == '+') text.remove_prefix(1);
    long exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc() || exponent > 100'000 || exponent < -100'000) return false;
    to.exponent += exponent;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return text.empty();
}

/// Half to even. May leave a one before zeros: "999" becomes "1000".
void round_digits(Parts& parts, std::size_t keep) {
  const std::string_view cut = std::string_view(parts.digits).substr(keep);
  const bool odd = (parts.digits[keep - 1] - '0') % 2 != 0;
  const bool above_half =
      cut[0] > '5' || (cut[0] == '5' && cut.find_first_not_of('0', 1) != std::string_view::npos);
  const bool up = above_half || (cut[0] == '5' && odd);
  parts.exponent += static_cast<long>(cut.size());
  parts.digits.resize(keep);
  if (!up) return;
  std::size_t at = keep;
  while (at > 0 && parts.digits[at - 1] == '9') parts.digits[--at] = '0';
  if (at > 0) {
    ++parts.digits[at - 1];
  } else {
    parts.digits.insert(0, 1, '1');
  }
}

}  // namespace

Number Number::from_bytes(std::string_view bytes) {
  Number number;
  std::memcpy(number.bytes_.data(), bytes.data(), bytes.size());
  number.size_ = static_cast<std::uint8_t>(bytes.size());
  return number;
}

void Number::set_int64(std::int64_t value) {
  size_ = static_cast<std::uint8_t>(Decimal::from_int(value).encode(bytes_.data()));
}

void Number::set_uint64(std::uint64_t value) {
  if (value <= INT64_MAX) return set_int64(static_cast<std::int64_t>(value));
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  *this = *parse({text, static_cast<std::size_t>(end - text)});
}

void Number::set_double(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  const auto size = internal::value::number_from_chars(
      {text, static_cast<std::size_t>(end.ptr - text)}, bytes_.data());
  size_ = size.ok() ? static_cast<std::uint8_t>(*size) : std::uint8_t{0};
}

Result<Number> Number::from(double value) {
  Number number(value);
  if (number.valid()) return number;
  return Error(ErrorCode::kInvalidArgument,
               std::to_string(value) + " is no number that DynamoDB can hold");
}

Result<Number> Number::parse(std::string_view text) {
  Number number;
  const auto size = internal::value::number_from_chars(text, number.bytes_.data());
  if (!size.ok()) return converted(size.error(), text);
  number.size_ = static_cast<std::uint8_t>(*size);
  return number;
}

Result<Number> Number::parse_rounded(std::string_view text) {
  Parts parts;
  if (!take_parts(text, parts)) return parse(text);
  if (parts.digits.size() > kMaxDigits) round_digits(parts, kMaxDigits);
  if (parts.digits.empty()) return Number();
  return parse((parts.negative ? "-" : "") + parts.digits + "E" + std::to_string(parts.exponent));
}

Result<std::int64_t> Number::to_int64() const {
  if (const auto integer = decimal_of(*this).to_int64(); integer && valid()) return *integer;
  return Error(ErrorCode::kInexact, to_string() + " is no 64-bit integer");
}

Result<std::uint64_t> Number::to_uint64() const {
  const std::string text = to_string();
  std::uint64_t integer = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (valid() && error == std::errc() && end == text.data() + text.size()) return integer;
  return Error(ErrorCode::kInexact, text + " is no unsigned 64-bit integer");
}

Result<double> Number::to_double() const {
  const double rounded = to_double_rounded();
  if (valid() && Number(rounded) == *this) return rounded;
  return Error(ErrorCode::kInexact, to_string() + " is no double");
}

double Number::to_double_rounded() const {
  char text[Decimal::kMaxTextBytes];
  const std::size_t size =
      valid() ? internal::value::number_to_chars(bytes(), text) : std::size_t{0};
  double value = 0;
  std::from_chars(text, text + size, value);
  return value;
}

std::string Number::to_string() const {
  if (!valid()) return "not a number";
  char text[Decimal::kMaxTextBytes];
  return std::string(text, internal::value::number_to_chars(bytes(), text));
}

bool Number::is_integer() const { return valid() && to_string().find('.') == std::string::npos; }
bool Number::is_negative() const { return decimal_of(*this).is_negative(); }
bool Number::is_zero() const { return valid() && decimal_of(*this).is_zero(); }

Result<Number> Number::add(const Number& a, const Number& b) {
  const auto sum = Decimal::add(decimal_of(a), decimal_of(b));
  if (!sum.ok()) return no_result(a.to_string() + " + " + b.to_string());
  return number_of(*sum);
}

Result<Number> Number::subtract(const Number& a, const Number& b) {
  const auto difference = Decimal::subtract(decimal_of(a), decimal_of(b));
  if (!difference.ok()) return no_result(a.to_string() + " - " + b.to_string());
  return number_of(*difference);
}

Number Number::negated() const { return valid() ? number_of(decimal_of(*this).negated()) : *this; }

}  // namespace magneto
