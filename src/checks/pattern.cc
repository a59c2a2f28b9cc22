// SPDX-License-Identifier: Apache-2.0
#include "checks/pattern.h"

#include <algorithm>

namespace magneto::internal::checks {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_word(char c) { return is_alphanumeric(c) || c == '_'; }
bool is_name(char c) { return is_word(c) || c == '.' || c == '-'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool all(std::string_view text, bool (*accepts)(char)) {
  return std::all_of(text.begin(), text.end(), accepts);
}

/// One or more.
bool some(std::string_view text, bool (*accepts)(char)) {
  return !text.empty() && all(text, accepts);
}

/// At least two characters, the first and the last of them alphanumeric.
bool enclosed(std::string_view text, bool (*inner)(char)) {
  return text.size() >= 2 && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         all(text.substr(1, text.size() - 2), inner);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

}  // namespace

bool matches(model::Pattern pattern, std::string_view text) {
  switch (pattern) {
    case model::Pattern::kNone:
      return true;
    case model::Pattern::kName:
      return some(text, is_name);
    case model::Pattern::kPrintable:  // ASCII only, as Java's \p{Print} is
      return some(text,
                  [](char c) { return !is_control(c) && static_cast<unsigned char>(c) < 0x7F; });
    case model::Pattern::kXmlText:  // valid UTF-8 leaves out U+FFFE and U+FFFF, which nobody sends
      return all(text, [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 || c == '\r' || c == '\n' || c == '\t';
      });
    case model::Pattern::kHexWords:
      return text.size() % 16 == 0 && some(text, is_hex);
    case model::Pattern::kNoDollar:
      return some(text, [](char c) { return c != '$'; });
    case model::Pattern::kContributorRule:
      return text.size() <= 128 && enclosed(text, is_name);
    case model::Pattern::kCsvDelimiter:
      return text.size() == 1 && std::string_view(",;:|\t ").find(text[0]) != text.npos;
    case model::Pattern::kCsvHeader:
      return all(text, [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != ','; });
    case model::Pattern::kS3Bucket:
      return enclosed(text, is_name);
    case model::Pattern::kTwelveDigits:
      return text.size() == 12 && all(text, is_digit);
    case model::Pattern::kUuid:
      return is_uuid(text);
  }
  return false;
}

}  // namespace magneto::internal::checks
