// SPDX-License-Identifier: Apache-2.0
#include "encryption/kms/json_text.h"

#include <algorithm>
#include <charconv>

namespace magneto::internal::encryption {
namespace {

/// Walks over the tokens of a text.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) {}

  char peek() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// What stands between the quotes, escapes and all.
  std::optional<std::string_view> string() {
    if (!take('"')) return std::nullopt;
    std::size_t end = 0;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    if (end >= rest_.size()) return std::nullopt;
    const std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  /// Passes over a value, up to the comma or bracket behind it.
  bool skip_value() {
    int depth = 0;
    for (;;) {
      const char c = peek();
      if (c == '\0') return false;
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) return true;
      if (c == '"') {
        if (!string()) return false;
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      rest_.remove_prefix(1);
    }
  }

 private:
  std::string_view rest_;
};

/// The character of \uXXXX, where it is ASCII.
std::optional<char> unicode(std::string_view digits) {
  unsigned code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, code, 16);
  if (digits.size() != 4 || error != std::errc() || at != end || code > 0x7f) return std::nullopt;
  return static_cast<char>(code);
}

std::optional<std::string> unescaped(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());  // nothing is left behind in a smaller buffer
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      text += raw[i];
      continue;
    }
    ++i;
    if (raw[i] == '/') {
      text += '/';
    } else if (const auto c = raw[i] == 'u' ? unicode(raw.substr(i + 1, 4)) : std::nullopt) {
      text += *c;
      i += 4;
    } else {
      return std::nullopt;
    }
  }
  return text;
}

}  // namespace

std::optional<std::string> json_text(std::string_view json, std::string_view name) {
  Tokens tokens(json);
  if (!tokens.take('{')) return std::nullopt;
  std::optional<std::string_view> found;
  while (tokens.peek() == '"') {
    const auto member = tokens.string();
    if (!member || !tokens.take(':')) return std::nullopt;
    if (*member == name) {
      found = tokens.peek() == '"' ? tokens.string() : std::nullopt;
    }
    if (!tokens.skip_value()) return std::nullopt;
    if (!tokens.take(',')) break;
  }
  if (!tokens.take('}') || !found) return std::nullopt;
  return unescaped(*found);
}

}  // namespace magneto::internal::encryption
