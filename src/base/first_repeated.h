// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace magneto::internal {

/// The index of the first name that equals an earlier one; names.size() when all differ.
/// O(n log n): a request may have some hundred thousand.
std::size_t first_repeated(std::span<const std::string_view> names);

}  // namespace magneto::internal
