// SPDX-License-Identifier: Apache-2.0
//
// Sequence numbers as the API shows change numbers: 21 decimal digits, so that their order as texts
// is their order as numbers.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "derive/change_number.h"

namespace magneto::internal::operations {

/// In the arena.
std::string_view sequence_number(Arena& arena, derive::ChangeNumber number);

/// Nothing when it is not one of ours.
std::optional<derive::ChangeNumber> read_sequence_number(std::string_view text);

}  // namespace magneto::internal::operations
