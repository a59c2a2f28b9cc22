// SPDX-License-Identifier: Apache-2.0
//
// Stored counters (Family::kCounters): a vector of signed 64-bit sums, and the same bytes as a
// delta.
//
//   counters := { sum, 8 bytes little endian two's complement }
//
// Vectors of different lengths add as if the shorter had zeros behind it. Addition wraps around, so
// it is associative and commutative whatever the order in which an engine folds deltas.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace magneto::internal::storage {

inline constexpr std::size_t kCounterBytes = 8;

/// How many counters `bytes` holds.
constexpr std::size_t counter_count(std::string_view bytes) { return bytes.size() / kCounterBytes; }

/// The counter at `index`, 0 behind the end.
std::int64_t counter_at(std::string_view bytes, std::size_t index);

/// Writes the stored form to `to` (kCounterBytes a counter of room); gives the bytes written.
std::string_view encode_counters(std::span<const std::int64_t> counters, char* to);

/// sums += delta. REQUIRES: is_counters(sums) and is_counters(delta).
void add_counters(std::string& sums, std::string_view delta);

/// Whether `bytes` are whole counters.
constexpr bool is_counters(std::string_view bytes) { return bytes.size() % kCounterBytes == 0; }

}  // namespace magneto::internal::storage
