// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <random>

namespace magneto {

std::uint64_t random_bits() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return generator();
}

std::string_view write_request_id(std::array<char, kRequestIdBytes>& to) {
  static constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (i % 12 == 0) bits = random_bits();  // Twelve characters of five bits from each draw.
    to[i] = kAlphabet[bits & 31];
    bits >>= 5;
  }
  return {to.data(), to.size()};
}

std::string random_uuid() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string uuid(36, '-');
  std::uint64_t bits = 0;
  int drawn = 0;
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) continue;
    if (drawn++ % 16 == 0) bits = random_bits();
    uuid[i] = kHex[bits & 15];
    bits >>= 4;
  }
  uuid[14] = '4';
  uuid[19] = kHex[8 + (uuid[19] & 3)];
  return uuid;
}

}  // namespace magneto
