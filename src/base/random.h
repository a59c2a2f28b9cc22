// SPDX-License-Identifier: Apache-2.0
//
// Randomness and the identifiers made of it. For identifiers, not for secrets. A test passes a
// Random of its own where it must know what comes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace magneto::internal {

/// Thread safe.
class Random {
 public:
  virtual ~Random() = default;
  /// 64 random bits.
  virtual std::uint64_t bits() = 0;
};

/// A generator for each thread, seeded by the operating system. Some nanoseconds a draw.
Random& system_random();

/// What x-amzn-RequestId holds: 52 characters of [0-9A-V].
inline constexpr std::size_t kRequestIdBytes = 52;
std::string_view write_request_id(std::array<char, kRequestIdBytes>& to,
                                  Random& random = system_random());

/// A version 4 UUID in lower case: "9b2d332b-85c8-418a-a629-f4c8faa4eac1".
std::string random_uuid(Random& random = system_random());

}  // namespace magneto::internal
