// SPDX-License-Identifier: Apache-2.0
//
// Number: DynamoDB's number. Up to 38 significant decimal digits, magnitude 0 or 1E-130 to
// 9.99...E+125, exact. Nothing is rounded unless that is asked for.
//
//   Number year = 1965;
//   Number price = Number::parse("19.99").value();
//   std::int64_t n = year.to_int64().value();
//
// 24 bytes, no allocation. Comparison is numeric; equal numbers have equal bytes, so 1.0 == 1.
// Thread-compatible.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "magneto/result.h"

namespace magneto {

/// A type of integers: characters and bool are none.
template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                  !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                  !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

class Number {
 public:
  static constexpr int kMaxDigits = 38;

  Number() : Number(0) {}  ///< Zero.
  template <Integer T>
  Number(T value) {  // NOLINT: implicit
    if constexpr (std::is_signed_v<T>) {
      set_int64(value);
    } else {
      set_uint64(value);
    }
  }
  /// The shortest decimal that reads back as `value`: 0.1 is 0.1. What no Number can hold (NaN,
  /// infinity, over 9.99E+125, below 1E-130) makes one that is not valid(): the call that is to
  /// send it fails with kInvalidArgument. `from` says it at once.
  template <std::floating_point T>
  Number(T value) {  // NOLINT: implicit
    set_double(static_cast<double>(value));
  }

  /// Errors: kInvalidArgument where no Number can hold `value`.
  static Result<Number> from(double value);
  /// Reads a decimal: sign, point, exponent. Errors: kInvalidArgument (no number, or out of range),
  /// kInexact (more than 38 significant digits).
  static Result<Number> parse(std::string_view text);
  /// As parse; digits behind the 38th are rounded half to even.
  static Result<Number> parse_rounded(std::string_view text);

  bool valid() const { return size_ != 0; }

  /// Errors: kInexact where a fraction would be lost, or it does not fit.
  Result<std::int64_t> to_int64() const;
  Result<std::uint64_t> to_uint64() const;
  /// The double that reads back as this number. Errors: kInexact where no double does.
  Result<double> to_double() const;
  /// The nearest double.
  double to_double_rounded() const;
  /// Plain notation without an exponent, as the service answers: "-0.05", "100".
  std::string to_string() const;

  bool is_integer() const;
  bool is_negative() const;
  bool is_zero() const;

  /// Exact. Errors: kInexact where 38 digits are too few, or the range is left.
  static Result<Number> add(const Number& a, const Number& b);
  static Result<Number> subtract(const Number& a, const Number& b);
  Number negated() const;

  friend bool operator==(const Number& a, const Number& b) { return a.bytes() == b.bytes(); }
  friend std::strong_ordering operator<=>(const Number& a, const Number& b) {
    return a.bytes() <=> b.bytes();
  }

  /// Bytes whose order is the numbers' order. Stable: tables of this library hold them.
  std::string_view bytes() const { return {bytes_.data(), size_}; }
  /// REQUIRES: `bytes` came from bytes() or an encoded item.
  static Number from_bytes(std::string_view bytes);

 private:
  static constexpr std::size_t kMaxBytes = 22;

  void set_int64(std::int64_t value);
  void set_uint64(std::uint64_t value);
  void set_double(double value);

  std::array<char, kMaxBytes> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace magneto

template <>
struct std::hash<magneto::Number> {
  std::size_t operator()(const magneto::Number& number) const noexcept {
    return std::hash<std::string_view>()(number.bytes());
  }
};
