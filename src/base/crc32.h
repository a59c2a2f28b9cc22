// SPDX-License-Identifier: Apache-2.0
//
// CRC-32 (IEEE 802.3), as in the x-amz-crc32 header.
#pragma once

#include <cstdint>
#include <string_view>

namespace magneto::internal {

std::uint32_t crc32(std::string_view bytes);

}  // namespace magneto::internal
