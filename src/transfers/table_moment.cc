// SPDX-License-Identifier: Apache-2.0
#include "transfers/table_moment.h"

#include <utility>

#include "base/arena.h"
#include "keys/key_bytes.h"
#include "store/change_record.h"
#include "store/record.h"

namespace magneto::internal::transfers {
namespace {

using storage::Family;
using value::ItemView;

std::optional<ItemView> image(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return ItemView(*bytes);
}

}  // namespace

Result<void> TableMoment::for_each_record(derive::ChangeNumber from, derive::ChangeNumber until,
                                          FunctionRef<Result<void>(const Record&)> see) {
  if (!table_.history) return {};
  const store::ChangeKey begin(table_.history->space, from);
  const store::ChangeKey end(table_.history->space, until);
  const auto cursor = view_.range({Family::kChanges, begin.bytes(), end.bytes()});
  for (; cursor->valid(); cursor->next()) {
    Arena arena;
    MAGNETO_ASSIGN_OR_RETURN(const store::ChangeKey place, store::ChangeKey::decode(cursor->key()));
    MAGNETO_ASSIGN_OR_RETURN(const derive::Change change, store::decode_change(cursor->value()));
    const ItemView keys = derive::change_keys(arena, table_, change);
    MAGNETO_RETURN_IF_ERROR(see({keys::item_key(arena, table_.space, table_.schema, keys),
                                 place.number(), change.old_image}));
  }
  return cursor->status();
}

// Of what changed since then: the first record of an item has it as it was.
Result<OldImages> TableMoment::old_images(derive::ChangeNumber from) {
  constexpr derive::ChangeNumber kEnd = ~derive::ChangeNumber{0};
  OldImages images;
  const auto note = [&](const Record& record) -> Result<void> {
    if (images.contains(record.key)) return {};
    std::optional<std::string> bytes;
    if (record.old_image) bytes = std::string(record.old_image->bytes());
    images.emplace(std::string(record.key), std::move(bytes));
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(for_each_record(from, kEnd, note));
  return images;
}

Result<void> TableMoment::for_each_item(derive::ChangeNumber until, SeeItem see) {
  OldImages changed;
  if (until != 0) {
    MAGNETO_ASSIGN_OR_RETURN(changed, old_images(until));
  }
  auto next_changed = changed.begin();
  // Those of the view that did not change, and between them the others as they were.
  const auto see_changed_before = [&](std::optional<std::string_view> key) -> Result<void> {
    for (; next_changed != changed.end() && (!key || next_changed->first < *key); ++next_changed) {
      const auto item = image(next_changed->second);
      if (item) MAGNETO_RETURN_IF_ERROR(see(next_changed->first, *item));
    }
    return {};
  };
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, table_.space);
  const auto cursor = view_.range({Family::kItems, all.begin, all.end});
  for (; cursor->valid(); cursor->next()) {
    MAGNETO_RETURN_IF_ERROR(see_changed_before(cursor->key()));
    if (next_changed != changed.end() && next_changed->first == cursor->key()) continue;
    MAGNETO_ASSIGN_OR_RETURN(const ItemView item,
                             store::decode_record(cursor->value(), cursor->key()));
    MAGNETO_RETURN_IF_ERROR(see(cursor->key(), item));
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return see_changed_before(std::nullopt);
}

Result<void> TableMoment::for_each_change(derive::ChangeNumber from, derive::ChangeNumber until,
                                          SeeChange see) {
  MAGNETO_ASSIGN_OR_RETURN(const OldImages since_until, old_images(until));
  struct Period {
    std::int64_t written_ms = 0;
    std::optional<std::string> before;
  };
  std::map<std::string, Period, std::less<>> periods;
  const auto note = [&](const Record& record) -> Result<void> {
    auto found = periods.find(record.key);
    if (found == periods.end()) {
      std::optional<std::string> bytes;
      if (record.old_image) bytes = std::string(record.old_image->bytes());
      found = periods.emplace(std::string(record.key), Period{0, std::move(bytes)}).first;
    }
    found->second.written_ms = derive::change_time_ms(record.number);
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(for_each_record(from, until, note));
  for (const auto& [key, period] : periods) {
    std::optional<std::string> after;
    const auto later = since_until.find(key);
    if (later != since_until.end()) {
      after = later->second;
    } else {
      MAGNETO_ASSIGN_OR_RETURN(const auto stored, view_.get({Family::kItems, key}));
      if (stored) {
        MAGNETO_ASSIGN_OR_RETURN(const ItemView item, store::decode_record(*stored, key));
        after = std::string(item.bytes());
      }
    }
    // What was put and deleted again, or changed back, is no change.
    if (after == period.before) continue;
    MAGNETO_RETURN_IF_ERROR(see({key, period.written_ms, image(period.before), image(after)}));
  }
  return {};
}

}  // namespace magneto::internal::transfers
