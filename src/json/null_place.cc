// SPDX-License-Identifier: Apache-2.0
#include "json/null_place.h"

namespace magneto::internal::json {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Behind the string that begins at `i`.
std::size_t string_end(std::string_view body, std::size_t i) {
  for (++i; i < body.size() && body[i] != '"'; ++i) {
    if (body[i] == '\\') ++i;
  }
  return i + 1;
}

std::size_t skip_blanks(std::string_view body, std::size_t i) {
  while (i < body.size() && is_blank(body[i])) ++i;
  return i;
}

TextPlace place_of_end(std::string_view text) {
  TextPlace place;
  for (const char c : text) {
    place.column = c == '\n' ? 0 : place.column + 1;
    if (c == '\n') ++place.line;
  }
  return place;
}

}  // namespace

TextPlace end_of_null(std::string_view body, std::string_view name) {
  constexpr std::string_view kNull = "null";
  int depth = 0;
  for (std::size_t i = 0; i < body.size();) {
    const char c = body[i];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') {
      ++i;
      continue;
    }
    const std::size_t end = string_end(body, i);
    const bool is_name =
        depth == 1 && body.substr(i + 1).starts_with(name) && end == i + name.size() + 2;
    i = end;
    if (!is_name) continue;
    const std::size_t colon = skip_blanks(body, i);
    if (colon >= body.size() || body[colon] != ':') continue;  // A value, not a name.
    const std::size_t value = skip_blanks(body, colon + 1);
    if (body.substr(value < body.size() ? value : body.size()).starts_with(kNull)) {
      return place_of_end(body.substr(0, value + kNull.size()));
    }
  }
  return place_of_end(body);
}

}  // namespace magneto::internal::json
