// SPDX-License-Identifier: Apache-2.0
//
// One check of an item against the indexes of its table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::internal::derive {

/// Given whole, or made by an update: the service words what is wrong with it differently.
enum class ItemOrigin : std::uint8_t { kGiven, kUpdated };

struct ItemCheck {
  value::ItemView item;
  ItemOrigin origin;
  std::optional<value::ItemView> old_item;  ///< Values equal to its are right.

  /// Nothing when there is none, or it is right already.
  std::optional<value::ValueView> value_to_check(std::string_view attribute) const {
    const std::optional<value::ValueView> value = item.find(attribute);
    if (value && old_item && old_item->find(attribute) == value) return std::nullopt;
    return value;
  }
};

}  // namespace magneto::internal::derive
