// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <random>

namespace magneto::internal {

namespace {

class SystemRandom final : public Random {
 public:
  std::uint64_t bits() override {
    thread_local std::mt19937_64 generator = [] {
      std::random_device device;
      std::seed_seq seed{device(), device(), device(), device()};
      return std::mt19937_64(seed);
    }();
    return generator();
  }
};

}  // namespace

Random& system_random() {
  static SystemRandom random;
  return random;
}

std::string_view write_request_id(std::array<char, kRequestIdBytes>& to, Random& random) {
  static constexpr char kAlphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (i % 12 == 0) bits = random.bits();  // Twelve characters of five bits from each draw.
    to[i] = kAlphabet[bits & 31];
    bits >>= 5;
  }
  return {to.data(), to.size()};
}

std::string random_uuid(Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::uint64_t halves[] = {random.bits(), random.bits()};
  halves[0] = (halves[0] & ~0xf000ull) | 0x4000;         // The version.
  halves[1] = (halves[1] & ~(3ull << 62)) | 1ull << 63;  // The variant.
  std::string uuid;
  uuid.reserve(36);
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) uuid += '-';
    uuid += kHex[halves[digit / 16] >> (60 - 4 * (digit % 16)) & 15];
  }
  return uuid;
}

}  // namespace magneto::internal
