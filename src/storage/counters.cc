// SPDX-License-Identifier: Apache-2.0
#include "storage/counters.h"

namespace magneto::internal::storage {
namespace {

std::uint64_t load(const char* from) {
  std::uint64_t value = 0;
  for (std::size_t i = kCounterBytes; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(from[i]);
  }
  return value;
}

void save(std::uint64_t value, char* to) {
  for (std::size_t i = 0; i < kCounterBytes; ++i) to[i] = static_cast<char>(value >> (8 * i));
}

}  // namespace

std::int64_t counter_at(std::string_view bytes, std::size_t index) {
  if (index >= counter_count(bytes)) return 0;
  return static_cast<std::int64_t>(load(bytes.data() + index * kCounterBytes));
}

std::string_view encode_counters(std::span<const std::int64_t> counters, char* to) {
  for (std::size_t i = 0; i < counters.size(); ++i) {
    save(static_cast<std::uint64_t>(counters[i]), to + i * kCounterBytes);
  }
  return {to, counters.size() * kCounterBytes};
}

void add_counters(std::string& sums, std::string_view delta) {
  if (sums.size() < delta.size()) sums.resize(delta.size(), '\0');
  for (std::size_t at = 0; at < delta.size(); at += kCounterBytes) {
    save(load(sums.data() + at) + load(delta.data() + at), sums.data() + at);
  }
}

}  // namespace magneto::internal::storage
