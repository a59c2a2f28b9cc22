// SPDX-License-Identifier: Apache-2.0
#include "json/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/base64.h"
#include "base/check.h"

namespace magneto::internal::json {
namespace {

constexpr std::size_t kFirstBytes = 1024;
constexpr std::uint64_t kOnes = 0x0101010101010101u;
constexpr std::uint64_t kHighs = 0x8080808080808080u;

/// Whether one of eight bytes is zero (never wrong; which one is left open).
constexpr bool has_zero(std::uint64_t eight) { return ((eight - kOnes) & ~eight & kHighs) != 0; }

/// Whether one of eight bytes is a quote, a backslash or below 0x20.
bool needs_escape(std::uint64_t eight) {
  const bool control = ((eight - kOnes * 0x20) & ~eight & kHighs) != 0;
  return control || has_zero(eight ^ (kOnes * '"')) || has_zero(eight ^ (kOnes * '\\'));
}

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

std::uint64_t load_eight(const char* from) {
  std::uint64_t eight;
  std::memcpy(&eight, from, 8);
  return eight;
}

/// The first and the last four bytes of a text of four to eight.
std::uint64_t load_ends(std::string_view text) {
  std::uint32_t first;
  std::uint32_t last;
  std::memcpy(&first, text.data(), 4);
  std::memcpy(&last, text.data() + text.size() - 4, 4);
  return first | (std::uint64_t{last} << 32);
}

/// The length of the part of `text` that can be copied as it is.
std::size_t clean_prefix(std::string_view text) {
  std::size_t i = 0;
  if (text.size() >= 8) {
    while (i + 8 <= text.size() && !needs_escape(load_eight(text.data() + i))) i += 8;
    // What is left is looked at once, together with some that is known already.
    if (i + 8 > text.size() && !needs_escape(load_eight(text.data() + text.size() - 8))) {
      return text.size();
    }
  } else if (text.size() >= 4 && !needs_escape(load_ends(text))) {
    return text.size();
  }
  while (i < text.size() && !needs_escape(text[i])) ++i;
  return i;
}

/// The letter of a two-character escape, or 0.
char short_escape(char c) {
  switch (c) {
    case '"':
      return '"';
    case '\\':
      return '\\';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

/// Writes `text`, escaped, to `to`, which has room for six times its length. The end of what was
/// written.
char* escape(std::string_view text, char* to) {
  constexpr char kHex[] = "0123456789abcdef";
  while (true) {
    const std::size_t clean = clean_prefix(text);
    if (clean != 0) std::memcpy(to, text.data(), clean);
    to += clean;
    if (clean == text.size()) return to;

    const char c = text[clean];
    *to++ = '\\';
    if (const char letter = short_escape(c)) {
      *to++ = letter;
    } else {
      std::memcpy(to, "u00", 3);
      to[3] = kHex[static_cast<unsigned char>(c) >> 4];
      to[4] = kHex[c & 0x0F];
      to += 5;
    }
    text.remove_prefix(clean + 1);
  }
}

}  // namespace

void JsonWriter::append_quoted(std::string_view text) {
  const std::size_t clean = clean_prefix(text);
  char* const to = reserve(clean + 6 * (text.size() - clean) + 2);
  char* at = to;
  *at++ = '"';
  if (clean != 0) std::memcpy(at, text.data(), clean);
  at += clean;
  if (clean != text.size()) at = escape(text.substr(clean), at);
  *at++ = '"';
  advance(static_cast<std::size_t>(at - to));
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  char* const to = reserve(20);
  advance(static_cast<std::size_t>(std::to_chars(to, to + 20, value).ptr - to));
  comma_due_ = true;
}

void JsonWriter::number(double value) {
  MAGNETO_CHECK(std::isfinite(value));
  separate();
  char* const to = reserve(32);
  char* end = std::to_chars(to, to + 32, value).ptr;
  const bool integral =
      std::all_of(to, end, [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
  if (integral) {
    std::memcpy(end, ".0", 2);
    end += 2;
  }
  advance(static_cast<std::size_t>(end - to));
  comma_due_ = true;
}

void JsonWriter::timestamp(double seconds) {
  // Farther than the year 9999 nothing is dated; the clamp keeps the conversion defined.
  const double clamped = std::clamp(seconds, -1e12, 1e12);
  const std::int64_t milliseconds = std::llround((std::isnan(clamped) ? 0 : clamped) * 1000);
  if (milliseconds % 1000 == 0) return integer(milliseconds / 1000);

  separate();
  char* const to = reserve(32);
  char* end = to;
  const std::int64_t magnitude = std::abs(milliseconds);
  if (milliseconds < 0) *end++ = '-';
  end = std::to_chars(end, to + 32, magnitude / 1000).ptr;
  const auto fraction = static_cast<int>(magnitude % 1000);
  const std::array<char, 4> digits = {'.', static_cast<char>('0' + fraction / 100),
                                      static_cast<char>('0' + fraction / 10 % 10),
                                      static_cast<char>('0' + fraction % 10)};
  std::memcpy(end, digits.data(), digits.size());
  end += digits.size();
  while (end[-1] == '0') --end;
  advance(static_cast<std::size_t>(end - to));
  comma_due_ = true;
}

void JsonWriter::append_base64(std::string_view bytes) {
  char* const to = reserve(base64_length(bytes.size()) + 2);
  *to = '"';
  char* const end = encode_base64(bytes, to + 1);
  *end = '"';
  advance(static_cast<std::size_t>(end - to) + 1);
}

void JsonWriter::grow(std::size_t at_least) {
  const std::size_t wanted = std::max({kFirstBytes, capacity_ * 2, size_ + at_least});
  char* const memory = static_cast<char*>(std::realloc(buffer_.get(), wanted));
  MAGNETO_CHECK(memory != nullptr);
  static_cast<void>(buffer_.release());
  buffer_.reset(memory);
  capacity_ = wanted;
}

}  // namespace magneto::internal::json
