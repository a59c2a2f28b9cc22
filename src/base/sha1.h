// SPDX-License-Identifier: Apache-2.0
//
// SHA-1, for names of files that other programs chose. Not for security.
#pragma once

#include <string>
#include <string_view>

namespace magneto::internal {

/// 40 lower-case hex digits.
std::string sha1_hex(std::string_view bytes);

}  // namespace magneto::internal
