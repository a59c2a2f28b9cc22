// SPDX-License-Identifier: Apache-2.0
//
// Numbers: any text is refused or has one normal form that comes back; any bytes are refused or are
// what that form writes. The short way from text to bytes agrees with the long one.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "value/decimal.h"
#include "value/item_size.h"

namespace {

using magneto::internal::value::Decimal;

void check_text(std::string_view text) {
  char room[Decimal::kMaxEncodedBytes];
  const auto number = Decimal::parse(text);
  const auto length = magneto::internal::value::number_from_chars(text, room);
  MAGNETO_CHECK(number.ok() == length.ok());
  if (!number.ok()) {
    MAGNETO_CHECK(number.error().message() == length.error().message());
    return;
  }
  MAGNETO_CHECK(std::string_view(room, *length) == number->encoded());
  const std::string normal = number->to_string();
  MAGNETO_CHECK(normal.size() <= Decimal::kMaxTextBytes);
  MAGNETO_CHECK(Decimal::parse(normal)->encoded() == number->encoded());
  MAGNETO_CHECK(Decimal::subtract(*number, *number)->is_zero());
}

void check_bytes(std::string_view bytes) {
  if (!Decimal::is_encoded(bytes)) return;
  const Decimal number = Decimal::decode(bytes);
  MAGNETO_CHECK(number.encoded() == bytes);
  MAGNETO_CHECK(Decimal::parse(number.to_string())->encoded() == bytes);
  MAGNETO_CHECK(magneto::internal::value::number_size(bytes) <=
                magneto::internal::value::kMaxNumberBytes);
}

/// The order of two numbers is that of their bytes and the sign of their difference.
void check_order(std::string_view a_bytes, std::string_view b_bytes) {
  if (!Decimal::is_encoded(a_bytes) || !Decimal::is_encoded(b_bytes)) return;
  const Decimal a = Decimal::decode(a_bytes), b = Decimal::decode(b_bytes);
  MAGNETO_CHECK((a < b) == (a_bytes < b_bytes));
  const auto difference = Decimal::subtract(a, b);
  if (difference.ok()) MAGNETO_CHECK(difference->is_negative() == (a < b));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_text(input);
  check_bytes(input);
  check_order(input.substr(0, size / 2), input.substr(size / 2));
  return 0;
}
