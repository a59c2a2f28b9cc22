// SPDX-License-Identifier: Apache-2.0
//
// Excerpt: a few words of what somebody else said, for messages, which end in logs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace magneto::internal {

/// The first `most` bytes, without line ends. Words that may be keys or tokens are left out.
std::string excerpt(std::string_view text, std::size_t most = 300);

}  // namespace magneto::internal
