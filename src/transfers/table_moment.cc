// SPDX-License-Identifier: Apache-2.0
#include "transfers/table_moment.h"

#include <utility>

#include "base/arena.h"
#include "keys/key_bytes.h"
#include "store/change_record.h"
#include "store/record.h"

namespace magneto::internal::transfers {
namespace {

using value::ItemView;

std::optional<ItemView> image(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return ItemView(*bytes);
}

}  // namespace

Result<void> TableMoment::for_each_record(derive::ChangeNumber from, derive::ChangeNumber until,
                                          FunctionRef<Result<void>(const Record&)> see) {
  if (!table_.history) return {};
  const auto see_record = [&](std::string_view stored,
                              std::string_view record) -> Result<store::WalkStep> {
    Arena arena;
    MAGNETO_ASSIGN_OR_RETURN(const store::ChangeKey place, store::ChangeKey::decode(stored));
    MAGNETO_ASSIGN_OR_RETURN(const derive::Change change, store::decode_change(record));
    const ItemView keys = derive::change_keys(arena, table_, change);
    MAGNETO_RETURN_IF_ERROR(see({keys::item_key(arena, table_.space, table_.schema, keys),
                                 place.number(), change.old_image}));
    return store::WalkStep::kNext;
  };
  store::SpaceWalk walk = store::SpaceWalk::changes(table_.history->space, from, until);
  return snapshot_.walk(walk, {}, see_record);
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
  // Those of the snapshot that did not change, and between them the others as they were.
  const auto see_changed_before = [&](std::optional<std::string_view> key) -> Result<void> {
    for (; next_changed != changed.end() && (!key || next_changed->first < *key); ++next_changed) {
      const auto item = image(next_changed->second);
      if (item) MAGNETO_RETURN_IF_ERROR(see(next_changed->first, *item));
    }
    return {};
  };
  const auto see_stored = [&](std::string_view key,
                              std::string_view record) -> Result<store::WalkStep> {
    MAGNETO_RETURN_IF_ERROR(see_changed_before(key));
    if (next_changed != changed.end() && next_changed->first == key) return store::WalkStep::kNext;
    MAGNETO_ASSIGN_OR_RETURN(const ItemView item, store::decode_record(record, key));
    MAGNETO_RETURN_IF_ERROR(see(key, item));
    return store::WalkStep::kNext;
  };
  store::SpaceWalk walk = store::SpaceWalk::items(table_.space);
  MAGNETO_RETURN_IF_ERROR(snapshot_.walk(walk, {}, see_stored));
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
      Arena arena;
      MAGNETO_ASSIGN_OR_RETURN(const auto item, snapshot_.get(arena, {&table_, key}));
      if (item) after = std::string(item->bytes());
    }
    // What was put and deleted again, or changed back, is no change.
    if (after == period.before) continue;
    MAGNETO_RETURN_IF_ERROR(see({key, period.written_ms, image(period.before), image(after)}));
  }
  return {};
}

}  // namespace magneto::internal::transfers
