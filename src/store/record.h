// SPDX-License-Identifier: Apache-2.0
//
// Items and index entries as stored:
//
//   record := format (1 byte: 1) item        the item as in value/encoded_item.h
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

inline constexpr char kRecordFormat = 1;

/// In the arena.
std::string_view encode_record(Arena& arena, value::ItemView item);

/// Borrows `record`. `key` names it in the error. Errors: kCorruption (also: written by a newer
/// release).
Result<value::ItemView> decode_record(std::string_view record, std::string_view key);

/// What decode_record() says, for records of other forms.
Error damaged_record(std::string_view record, std::string_view key);

}  // namespace magneto::internal::store
