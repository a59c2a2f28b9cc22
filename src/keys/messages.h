// SPDX-License-Identifier: Apache-2.0
//
// What the service says about key values, wherever it meets them: texts of this room.
#pragma once

#include <string>
#include <string_view>

#include "keys/key_schema.h"

namespace magneto::internal::keys {

/// Of an empty value for the table's key.
std::string empty_key_text(const KeyAttribute& attribute);
/// Of an empty value for the key of an index, in an item that was given whole. (In a condition on
/// an index DynamoDB Local has it so, too.)
std::string empty_index_key_text(std::string_view index, const KeyAttribute& attribute);

}  // namespace magneto::internal::keys
