// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/number_text.h"

#include <algorithm>

namespace magneto::internal::encryption {
namespace {

/// Whether `digits`, cut behind `kept`, rounds up: half to even.
bool rounds_up(std::string_view digits, std::size_t kept) {
  const std::string_view cut = digits.substr(kept);
  if (cut[0] != '5') return cut[0] > '5';
  if (cut.find_first_not_of('0', 1) != std::string_view::npos) return true;
  return (digits[kept - 1] - '0') % 2 != 0;
}

/// One more in the last digit; a 1 in front where all were 9.
void increment(std::string& digits) {
  auto at = digits.rbegin();
  while (at != digits.rend() && *at == '9') *at++ = '0';
  if (at == digits.rend()) {
    digits.insert(digits.begin(), '1');
  } else {
    ++*at;
  }
}

}  // namespace

bool round_plain_number(std::string& plain) {
  const bool negative = plain.starts_with('-');
  const std::string_view number = std::string_view(plain).substr(negative ? 1 : 0);
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string digits(number.substr(0, point));
  if (point < number.size()) digits += number.substr(point + 1);
  const std::size_t fraction = digits.size() - point;
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
  const std::size_t last = digits.find_last_not_of('0') + 1;
  const std::size_t kept = first + kPythonDigits;
  if (last <= kept) return false;

  const bool up = rounds_up(digits, kept);
  std::string rounded = digits.substr(0, kept);
  if (up) increment(rounded);
  rounded.append(digits.size() - kept, '0');
  std::string whole = rounded.substr(0, rounded.size() - fraction);
  std::string part = rounded.substr(rounded.size() - fraction);
  part.erase(part.find_last_not_of('0') + 1);
  plain = (negative ? "-" : "") + whole;
  if (!part.empty()) plain.append(".").append(part);
  return true;
}

}  // namespace magneto::internal::encryption
