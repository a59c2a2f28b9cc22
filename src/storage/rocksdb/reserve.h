// SPDX-License-Identifier: Apache-2.0
//
// Room that is kept for the day on which the disk is full: a file, RESERVE, that holds nothing. A
// start on a full disk removes it, so that data can be read and erased.
#pragma once

#include <cstdint>
#include <string>

namespace magneto::internal::storage {

inline constexpr std::uint64_t kReserveBytes = 4 << 20;

/// Makes the file if it is not there and there is much more room than it takes.
void keep_reserve(const std::string& directory);

void give_up_reserve(const std::string& directory);

}  // namespace magneto::internal::storage
