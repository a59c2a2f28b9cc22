// SPDX-License-Identifier: Apache-2.0
#include "endpoint/partitions.h"

#include <algorithm>

namespace magneto::internal::endpoint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Whether `text` is "-word-digits".
bool is_ending(std::string_view text) {
  if (!text.starts_with('-')) return false;
  std::size_t dash = text.rfind('-');
  std::string_view word = text.substr(1, dash == 0 ? 0 : dash - 1), digits = text.substr(dash + 1);
  return !word.empty() && std::all_of(word.begin(), word.end(), in_word) && !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), is_digit);
}

bool matches(const Partition& partition, std::string_view region) {
  const auto& names = partition.regions;
  if (std::find(names.begin(), names.end(), region) != names.end()) return true;
  for (std::string_view prefix : partition.prefixes)
    if (region.starts_with(prefix) && is_ending(region.substr(prefix.size()))) return true;
  return false;
}

}  // namespace

const Partition* partition(std::string_view region) {
  for (const Partition& partition : partitions())
    if (matches(partition, region)) return &partition;
  return &partitions().front();
}

}  // namespace magneto::internal::endpoint
