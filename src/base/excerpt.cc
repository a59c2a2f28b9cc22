// SPDX-License-Identifier: Apache-2.0
#include "base/excerpt.h"

#include <algorithm>

namespace magneto::internal {
namespace {

/// The shortest secrets that services give have 40 characters.
constexpr std::size_t kLongWord = 32;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of base64 in both its alphabets, percent-encoded or not.
bool in_word(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) ||
         std::string_view("+/=_-%").find(c) != std::string_view::npos;
}

/// Long, and no path of a file.
bool may_be_secret(std::string_view word) {
  const auto has = [word](auto is) { return std::any_of(word.begin(), word.end(), is); };
  const bool mixed = has(is_lower) && has(is_upper) && has(is_digit);
  return word.size() >= kLongWord && (mixed || word.find('/') == std::string_view::npos);
}

}  // namespace

std::string excerpt(std::string_view text, std::size_t most) {
  std::string told;
  while (!text.empty() && told.size() <= most) {
    const auto end = std::find_if_not(text.begin(), text.end(), in_word);
    const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    told.append(may_be_secret(word) ? "[...]" : word);
    text.remove_prefix(word.size());
    if (text.empty()) break;
    told.push_back(static_cast<unsigned char>(text.front()) < ' ' ? ' ' : text.front());
    text.remove_prefix(1);
  }
  if (told.size() <= most) return told;
  told.resize(most);
  return told.append("...");
}

}  // namespace magneto::internal
