// SPDX-License-Identifier: Apache-2.0
//
// Change: what a stream's record says of one write of one item. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/arena.h"
#include "catalog/table.h"
#include "value/encoded_item.h"

namespace magneto::internal::derive {

enum class ChangeEvent : std::uint8_t { kInsert = 1, kModify = 2, kRemove = 3 };

/// Who wrote. The service names itself in records of items that it removed because their time had
/// come.
enum class ChangeOrigin : std::uint8_t { kRequest = 0, kExpiry = 1 };

struct Change {
  ChangeEvent event = ChangeEvent::kModify;
  ChangeOrigin origin = ChangeOrigin::kRequest;
  std::optional<value::ItemView> keys;  ///< Only where no image has them.
  std::optional<value::ItemView> old_image;
  std::optional<value::ItemView> new_image;
};

/// The record of a write that turned `old_item` into `new_item`; images as the view type wants
/// them. Nothing for a write that changed nothing: equal items are equal bytes. Borrows the items.
std::optional<Change> derive_change(Arena& arena, const catalog::Table& table,
                                    catalog::ViewType view_type,
                                    const std::optional<value::ItemView>& old_item,
                                    const std::optional<value::ItemView>& new_item,
                                    ChangeOrigin origin);

/// The key attributes of the item that changed.
value::ItemView change_keys(Arena& arena, const catalog::Table& table, const Change& change);

/// SizeBytes: key attributes and images together, as item sizes.
std::uint64_t change_bytes(value::ItemView keys, const Change& change);

}  // namespace magneto::internal::derive
