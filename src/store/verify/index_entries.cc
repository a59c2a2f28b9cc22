// SPDX-License-Identifier: Apache-2.0
#include "store/verify/index_entries.h"

#include <xxhash.h>

#include "derive/index_entry.h"
#include "derive/vector_entry.h"
#include "store/index_records.h"
#include "store/vector_record.h"
#include "store/verify/entry_repair.h"
#include "value/item_size.h"

namespace magneto::internal::store {

using value::ItemView;

std::optional<AnyIndex::Entry> AnyIndex::entry_of(Arena& arena, ItemView item) const {
  if (index_ != nullptr) {
    const auto entry = derive::index_entry(arena, table_, *index_, item);
    if (!entry) return std::nullopt;
    return Entry{entry->key, index_record(arena, *entry),
                 static_cast<std::int64_t>(value::item_size(entry->item))};
  }
  const auto entry = derive::vector_entry(arena, table_, *vector_index_, item);
  if (!entry) return std::nullopt;
  return Entry{entry->key, index_record(arena, *entry),
               static_cast<std::int64_t>(derive::entry_size(entry->vector, entry->item))};
}

Result<ItemView> AnyIndex::attributes_of(std::string_view record, std::string_view key) const {
  if (index_ != nullptr) return decode_checked(record, key);
  MAGNETO_ASSIGN_OR_RETURN(const VectorRecord entry, decode_vector_record(record, key));
  MAGNETO_RETURN_IF_ERROR(value::check_item(entry.item.bytes()));
  return entry.item;
}

void EntrySum::add(std::string_view key, std::string_view record) {
  const XXH64_hash_t place = XXH3_64bits(key.data(), key.size());
  const XXH128_hash_t hash = XXH3_128bits_withSeed(record.data(), record.size(), place);
  ++entries;
  low += hash.low64;
  high += hash.high64;
}

std::int64_t IndexCheck::expect(Arena& arena, ItemView item) {
  const std::optional<AnyIndex::Entry> entry = index_.entry_of(arena, item);
  if (!entry) return 0;
  expected_.add(entry->key, entry->record);
  bytes_ += entry->bytes;
  return entry->bytes;
}

Result<EntrySum> IndexCheck::stored(CheckContext& context, CheckedPlace& place) const {
  EntrySum sum;
  const auto see = [&](std::string_view key, std::string_view record) -> Result<WalkStep> {
    place.step(static_cast<std::uint64_t>(entries()));
    ++context.found.entries;
    sum.add(key, record);
    return WalkStep::kNext;
  };
  MAGNETO_RETURN_IF_ERROR(see_all(context, SpaceWalk::index_entries(index_.space()), see));
  return sum;
}

Result<void> IndexCheck::compare(CheckContext& context, bool may_repair) {
  CheckedPlace place(context, "index " + index_.name() + " of table " + index_.table().name);
  MAGNETO_ASSIGN_OR_RETURN(const EntrySum sum, stored(context, place));
  if (sum == expected_) return {};
  return find_wrong_entries(context, place, index_, may_repair);
}

}  // namespace magneto::internal::store
