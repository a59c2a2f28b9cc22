// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <array>
#include <cstdint>

namespace magneto::internal {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 64; ++i) digits[static_cast<unsigned char>(kAlphabet[i])] = i;
  return digits;
}
constexpr std::array<std::uint8_t, 256> kDigits = make_digits();

std::uint32_t digit(char c) { return kDigits[static_cast<unsigned char>(c)]; }

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The text for the first character of `text` (UTF-8) that is no digit.
std::string bad_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (digit(text[i]) != kNoDigit) continue;
    std::size_t end = i + 1;
    while (end < text.size() && continues_character(text[end])) ++end;
    return "Invalid base 64 character: '" + std::string(text.substr(i, end - i)) + "'";
  }
  return {};
}

}  // namespace

char* encode_base64(std::string_view bytes, char* to) {
  const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  for (; left >= 3; left -= 3, in += 3, to += 4) {
    const std::uint32_t three = (in[0] << 16u) | (in[1] << 8u) | in[2];
    to[0] = kAlphabet[three >> 18];
    to[1] = kAlphabet[(three >> 12) & 63];
    to[2] = kAlphabet[(three >> 6) & 63];
    to[3] = kAlphabet[three & 63];
  }
  if (left == 0) return to;
  const std::uint32_t rest = (in[0] << 16u) | (left == 2 ? in[1] << 8u : 0u);
  to[0] = kAlphabet[rest >> 18];
  to[1] = kAlphabet[(rest >> 12) & 63];
  to[2] = left == 2 ? kAlphabet[(rest >> 6) & 63] : '=';
  to[3] = '=';
  return to + 4;
}

std::string base64_of(std::string_view bytes) {
  std::string text(base64_length(bytes.size()), '\0');
  encode_base64(bytes, text.data());
  return text;
}

Base64Result decode_base64(std::string_view text, char* to) {
  if (text.size() % 4 != 0) {
    return {0, "Base64 encoded length is expected a multiple of 4 bytes but found: " +
                   std::to_string(text.size())};
  }
  const bool padded_once = text.ends_with('=');
  const std::size_t padding = text.ends_with("==") ? 2 : padded_once ? 1 : 0;
  const std::string_view digits = text.substr(0, text.size() - padding);

  // The bits of the last digit that no byte uses must be zero. The service looks at them first, and
  // its text has this spelling.
  const std::uint32_t unused_bits = padding == 2 ? 0x0F : padding == 1 ? 0x03 : 0;
  if (padding != 0 && (digit(digits.back()) & unused_bits) != 0) {
    return {0, "Invalid last non-pad Base64 character dectected"};
  }

  const char* in = digits.data();
  char* const start = to;
  std::uint32_t seen = 0;  // 0x80 in it: some character was no digit
  std::size_t left = digits.size();
  for (; left >= 4; left -= 4, in += 4, to += 3) {
    const std::uint32_t a = digit(in[0]), b = digit(in[1]), c = digit(in[2]), d = digit(in[3]);
    seen |= a | b | c | d;
    const std::uint32_t three = (a << 18) | (b << 12) | (c << 6) | d;
    to[0] = static_cast<char>(three >> 16);
    to[1] = static_cast<char>(three >> 8);
    to[2] = static_cast<char>(three);
  }
  if (left >= 2) {
    const std::uint32_t a = digit(in[0]), b = digit(in[1]), c = left == 3 ? digit(in[2]) : 0;
    seen |= a | b | c;
    const std::uint32_t rest = (a << 18) | (b << 12) | (c << 6);
    *to++ = static_cast<char>(rest >> 16);
    if (left == 3) *to++ = static_cast<char>(rest >> 8);
  }
  if ((seen & 0x80) != 0) return {0, bad_character(digits)};
  return {static_cast<std::size_t>(to - start), {}};
}

}  // namespace magneto::internal
