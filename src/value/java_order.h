// SPDX-License-Identifier: Apache-2.0
//
// The order in which a java.util.HashMap lists its entries. The service keeps some things in one,
// and its error texts show it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace magneto::internal::value {

/// String.hashCode(), which goes by UTF-16 units. REQUIRES: `text` is UTF-8.
std::uint32_t java_hash(std::string_view text);

/// The slot of a key with that hash in a map that began with `first_slots`, a power of two, and has
/// grown to `entries` entries. Entries are listed by slot, those of one slot in the order in which
/// they were added.
std::uint32_t java_slot(std::uint32_t hash, std::size_t entries, std::uint32_t first_slots = 16);

}  // namespace magneto::internal::value
