// SPDX-License-Identifier: Apache-2.0
#include "http/request.h"

namespace magneto::internal::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

const Header* find(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equals_ignoring_case(header.name, name)) return &header;
  }
  return nullptr;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view Request::header(std::string_view name) const {
  const Header* found = find(headers, name);
  return found == nullptr ? std::string_view() : found->value;
}

bool Request::has_header(std::string_view name) const { return find(headers, name) != nullptr; }

}  // namespace magneto::internal::http
