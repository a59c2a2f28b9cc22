// SPDX-License-Identifier: Apache-2.0
//
// Random identifiers. Each thread draws from a generator of its own, seeded by the operating
// system; the functions may be called from any thread and cost some tens of nanoseconds. For
// identifiers, not for secrets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace magneto {

std::uint64_t random_bits();

/// What x-amzn-RequestId holds: 52 characters of [0-9A-V].
inline constexpr std::size_t kRequestIdBytes = 52;
std::string_view write_request_id(std::array<char, kRequestIdBytes>& to);

/// A version 4 UUID in lower case: "9b2d332b-85c8-418a-a629-f4c8faa4eac1".
std::string random_uuid();

}  // namespace magneto
