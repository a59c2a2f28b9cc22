// SPDX-License-Identifier: Apache-2.0
//
// Writing to files of the system.
#pragma once

#include <string_view>

namespace magneto::internal {

/// Writes all of `bytes` to an open file, in as many steps as it takes. False with the reason in
/// errno, when some of it may have been written.
bool write_all(int file, std::string_view bytes);

}  // namespace magneto::internal
