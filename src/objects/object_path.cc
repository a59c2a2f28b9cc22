// SPDX-License-Identifier: Apache-2.0
#include "objects/object_path.h"

namespace magneto::internal::objects {
namespace {

constexpr std::size_t kMaxNameBytes = 255;
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Whether `text` has an escape at `at`.
bool is_escape(std::string_view text, std::size_t at) {
  return text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
         hex_value(text[at + 2]) >= 0;
}

std::string name_of_part(std::string_view part) {
  if (part.empty()) return "%";
  if (part == "%") return "%25";
  const bool dots = part == "." || part == "..";
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const char c = part[i];
    if (dots || c == '\0' || is_escape(part, i)) {
      name += '%';
      name += kHexDigits[static_cast<unsigned char>(c) >> 4];
      name += kHexDigits[static_cast<unsigned char>(c) & 15];
    } else {
      name += c;
    }
  }
  return name;
}

void append_part_of_name(std::string_view name, std::string& key) {
  if (name == "%") return;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (is_escape(name, i)) {
      key += static_cast<char>(hex_value(name[i + 1]) * 16 + hex_value(name[i + 2]));
      i += 2;
    } else {
      key += name[i];
    }
  }
}

}  // namespace

std::optional<std::string> path_of_key(std::string_view key) {
  std::string path;
  while (true) {
    const std::size_t slash = key.find('/');
    const std::string name = name_of_part(key.substr(0, slash));
    if (name.size() > kMaxNameBytes) return std::nullopt;
    path += name;
    if (slash == std::string_view::npos) return path;
    path += '/';
    key.remove_prefix(slash + 1);
  }
}

std::string key_of_path(std::string_view path) {
  std::string key;
  while (true) {
    const std::size_t slash = path.find('/');
    append_part_of_name(path.substr(0, slash), key);
    if (slash == std::string_view::npos) return key;
    key += '/';
    path.remove_prefix(slash + 1);
  }
}

}  // namespace magneto::internal::objects
