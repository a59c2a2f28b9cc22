// SPDX-License-Identifier: Apache-2.0
//
// Change numbers: the sequence numbers of stream records. The upper 44 bits are the time of the
// write in milliseconds, so a moment is a place in every stream; the lower 20 bits tell apart what
// was written in that millisecond. store/change_numbers.h gives them out.
#pragma once

#include <cstdint>

namespace magneto::internal::derive {

using ChangeNumber = std::uint64_t;

inline constexpr int kChangeNumberCountBits = 20;

/// The first number of a moment. REQUIRES: not before 1970.
constexpr ChangeNumber change_number_at(std::int64_t ms) {
  return static_cast<ChangeNumber>(ms) << kChangeNumberCountBits;
}

constexpr std::int64_t change_time_ms(ChangeNumber number) {
  return static_cast<std::int64_t>(number >> kChangeNumberCountBits);
}

}  // namespace magneto::internal::derive
