// SPDX-License-Identifier: Apache-2.0
#include "encryption/kms/json_text.h"

#include <charconv>

#include "base/json_members.h"

namespace magneto::internal::encryption {
namespace {

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
  JsonMembers members(json);
  std::string_view found;
  while (const auto member = members.next()) {
    if (member->name == name) found = member->value;
  }
  if (!members.ended() || !found.starts_with('"')) return std::nullopt;
  return unescaped(found.substr(1, found.size() - 2));
}

}  // namespace magneto::internal::encryption
