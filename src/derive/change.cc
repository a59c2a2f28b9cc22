// SPDX-License-Identifier: Apache-2.0
#include "derive/change.h"

#include "derive/index_entry.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
namespace {

using catalog::ViewType;
using value::ItemView;

ChangeEvent event_of(bool was, bool is) {
  if (!was) return ChangeEvent::kInsert;
  return is ? ChangeEvent::kModify : ChangeEvent::kRemove;
}

}  // namespace

std::optional<Change> derive_change(Arena& arena, const catalog::Table& table, ViewType view_type,
                                    const std::optional<ItemView>& old_item,
                                    const std::optional<ItemView>& new_item, ChangeOrigin origin) {
  if (old_item == new_item) return std::nullopt;
  Change change;
  change.event = event_of(old_item.has_value(), new_item.has_value());
  change.origin = origin;
  const bool both = view_type == ViewType::kNewAndOldImages;
  if (both || view_type == ViewType::kOldImage) change.old_image = old_item;
  if (both || view_type == ViewType::kNewImage) change.new_image = new_item;
  if (!change.old_image && !change.new_image) {
    change.keys = key_attributes(arena, table, nullptr, new_item ? *new_item : *old_item);
  }
  return change;
}

ItemView change_keys(Arena& arena, const catalog::Table& table, const Change& change) {
  if (change.keys) return *change.keys;
  return key_attributes(arena, table, nullptr,
                        change.new_image ? *change.new_image : *change.old_image);
}

std::uint64_t change_bytes(ItemView keys, const Change& change) {
  std::uint64_t bytes = value::item_size(keys);
  if (change.old_image) bytes += value::item_size(*change.old_image);
  if (change.new_image) bytes += value::item_size(*change.new_image);
  return bytes;
}

}  // namespace magneto::internal::derive
