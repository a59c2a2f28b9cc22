// SPDX-License-Identifier: Apache-2.0
//
// Building encoded items (encoded_item.h) in an arena: the only code besides the wire decoder that
// writes the format.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "value/encoded_item.h"

namespace magneto::internal::value {

/// Each function builds one value in `arena`; the view lives as long as the arena.
ValueView make_string(Arena& arena, std::string_view text);
ValueView make_binary(Arena& arena, std::string_view bytes);
/// `encoded` is a number's stored form.
ValueView make_number(Arena& arena, std::string_view encoded);
ValueView make_bool(bool value);
ValueView make_null();
ValueView make_list(Arena& arena, std::span<const ValueView> elements);
/// `attributes` in any order; names must be unique. Sorts in place.
ValueView make_map(Arena& arena, std::span<Attribute> attributes);
/// `elements` in any order; duplicates are dropped. Sorts in place. `type` is the set's type.
ValueView make_set(Arena& arena, Type type, std::span<std::string_view> elements);
/// As make_map, as an item. Sorts in place.
ItemView make_item(Arena& arena, std::span<Attribute> attributes);

/// A copy of `item` that lives as long as the arena.
ItemView copy_item(Arena& arena, ItemView item);
ValueView copy_value(Arena& arena, ValueView value);

}  // namespace magneto::internal::value
