// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace magneto::internal {

/// May the call wait for the disk or for another writer? Event loops say kNever and, when the
/// answer is kWouldBlock, repeat the call with kAllowed on a thread that may sleep.
enum class Blocking : std::uint8_t { kNever, kAllowed };

}  // namespace magneto::internal
