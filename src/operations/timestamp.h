// SPDX-License-Identifier: Apache-2.0
//
// Times in texts.
#pragma once

#include <cstdint>
#include <string>

namespace magneto::operations {

/// "2026-11-21T04:39:48Z": whole seconds.
std::string iso_seconds(std::int64_t ms);

}  // namespace magneto::operations
