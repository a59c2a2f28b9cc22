// SPDX-License-Identifier: Apache-2.0
#include "profile/environment.h"

#include <cstdlib>

namespace magneto::internal::profile {
namespace {

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The variable's name that begins at text[1], after '$', and in `length` the bytes with '$' and
/// braces. Empty when there is none.
std::string_view variable_at(std::string_view text, std::size_t& length) {
  if (text.size() > 1 && text[1] == '{') {
    std::size_t end = text.find('}');
    if (end == std::string_view::npos) return {};
    length = end + 1;
    return text.substr(2, end - 2);
  }
  std::size_t end = 1;
  while (end < text.size() && in_name(text[end])) ++end;
  length = end;
  return text.substr(1, end - 1);
}

}  // namespace

Environment Environment::of_process() {
  return Environment([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value) return std::nullopt;
    return value;
  });
}

Environment Environment::of(Variables variables) {
  return Environment(
      [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
        auto found = variables.find(name);
        if (found == variables.end()) return std::nullopt;
        return found->second;
      });
}

std::string expand_path(std::string_view path, const Environment& environment) {
  std::string expanded;
  for (std::size_t at = 0; at < path.size();) {
    std::size_t length = 0;
    if (path[at] == '$') {
      std::string_view name = variable_at(path.substr(at), length);
      if (auto value = name.empty() ? std::nullopt : environment.find(std::string(name))) {
        expanded += *value;
        at += length;
        continue;
      }
    }
    expanded += path[at++];
  }
  if (expanded == "~" || expanded.starts_with("~/"))
    return environment.get("HOME") + expanded.substr(1);
  return expanded;
}

}  // namespace magneto::internal::profile
