// SPDX-License-Identifier: Apache-2.0
//
// Vectors of a vector index: a list of numbers as an item has it, and the same as 32-bit floats, as
// the index has it. Floats lose digits: a vector that comes back from an index has the shortest
// decimals that give the same floats.
#pragma once

#include <optional>
#include <span>

#include "base/arena.h"
#include "value/encoded_item.h"

namespace magneto::internal::value {

/// The float next to a number (a number's stored form); nothing when it is larger than any float.
/// What is too small for one is 0.
std::optional<float> to_float(std::string_view number);

/// The shortest number that to_float() takes for `value`, which must be finite. In the arena.
ValueView number_of_float(Arena& arena, float value);

/// The vector that `list` is, in the arena. Nothing when an element is no number, or has no float.
/// REQUIRES: list.type() is L.
std::optional<std::span<const float>> to_floats(Arena& arena, ValueView list);

/// The list of numbers that `floats` are.
ValueView list_of_floats(Arena& arena, std::span<const float> floats);

}  // namespace magneto::internal::value
