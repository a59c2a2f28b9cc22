// SPDX-License-Identifier: Apache-2.0
#include "operations/hash_order.h"

#include <algorithm>
#include <cstdint>

namespace magneto::operations {
namespace {

// String.hashCode(), over UTF-16, spread as HashMap spreads it. `name` is valid UTF-8.
std::uint32_t java_hash(std::string_view name) {
  std::uint32_t hash = 0;
  const auto add = [&hash](std::uint32_t unit) { hash = 31 * hash + unit; };
  for (std::size_t i = 0; i < name.size();) {
    const auto byte = [&](std::size_t at) {
      return at < name.size() ? static_cast<unsigned char>(name[at]) : 0U;
    };
    const std::uint32_t first = byte(i);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) point = point << 6 | (byte(i + k) & 0x3FU);
    if (point < 0x10000) {
      add(point);
    } else {
      add(0xD7C0 + (point >> 10));
      add(0xDC00 + (point & 0x3FF));
    }
    i += length;
  }
  return hash ^ hash >> 16;
}

std::size_t bucket_count(std::size_t names, HashBuckets buckets) {
  std::size_t count = buckets == HashBuckets::kDefault ? 16 : 1;
  while (4 * names > 3 * count) count *= 2;  // Java's load factor.
  return count;
}

}  // namespace

std::string hash_ordered(std::vector<std::string_view> names, HashBuckets buckets) {
  const std::size_t count = bucket_count(names.size(), buckets);
  const auto bucket = [&](std::string_view name) { return java_hash(name) % count; };
  std::stable_sort(names.begin(), names.end(),
                   [&](auto a, auto b) { return bucket(a) < bucket(b); });
  std::string text = "[";
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) != name) continue;
    if (text.size() > 1) text += ", ";
    text += *name;
  }
  return text + "]";
}

}  // namespace magneto::operations
