// SPDX-License-Identifier: Apache-2.0
//
// What the service says about items that are too large, and values that do not fit an index key.
// All texts of this room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "keys/key_schema.h"

namespace magneto::internal::derive {

std::string index_key_type_text(std::string_view index_name, const keys::KeyAttribute& attribute,
                                value::Type actual);
std::string index_key_size_text(std::string_view index_name, const keys::KeyAttribute& attribute,
                                std::size_t actual_bytes, std::size_t max_bytes);
/// Of an item that was given whole, together with its entries in local indexes.
inline constexpr std::string_view kItemTooLarge = "Item size has exceeded the maximum allowed size";
/// Of an item that an update expression made.
std::string empty_updated_index_key_text(const keys::KeyAttribute& attribute);

}  // namespace magneto::internal::derive
