// SPDX-License-Identifier: Apache-2.0
#include <string.h>  // explicit_bzero

#include <algorithm>
#include <cstring>

#include "magneto/connection.h"

namespace magneto {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

void detail::FreeBytes::operator()(char* bytes) const {
  if (secret_bytes != 0) explicit_bzero(bytes, secret_bytes);
  delete[] bytes;
}

Answer::Answer(int status, std::string_view body,
               const std::vector<std::pair<std::string, std::string>>& headers)
    : status_(status) {
  std::string head;
  for (const auto& [name, value] : headers) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  layout_ = {.head = 0, .head_size = head.size(), .body = head.size(), .body_size = body.size()};
  const std::size_t size = head.size() + body.size();
  bytes_.reset(new char[size + kPadding]);
  std::memset(bytes_.get() + size, 0, kPadding);
  if (!head.empty()) std::memcpy(bytes_.get(), head.data(), head.size());
  if (!body.empty()) std::memcpy(bytes_.get() + head.size(), body.data(), body.size());
}

std::string_view Answer::header(std::string_view name) const {
  std::string_view rest(bytes_.get() + layout_.head, layout_.head_size);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 2, rest.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !same_name(line.substr(0, colon), name)) continue;
    return trimmed(line.substr(colon + 1));
  }
  return {};
}

}  // namespace magneto
