// SPDX-License-Identifier: Apache-2.0
#include "store/verify/counter_check.h"

#include <array>
#include <span>

#include "catalog/counter_keys.h"
#include "storage/counters.h"

namespace magneto::internal::store {
namespace {

using storage::Batch;
using storage::Family;
using storage::Values;

Result<void> correct(CheckContext& context, std::string_view key,
                     std::span<const std::int64_t> deltas) {
  const auto write = [&](Values, Batch& batch) -> Result<void> {
    batch.add({Family::kCounters, key}, deltas);
    return {};
  };
  return context.engine.modify({}, write, storage::Blocking::kAllowed);
}

}  // namespace

Result<void> check_space_counters(CheckContext& context, CheckedPlace& place, keys::SpaceId space,
                                  std::int64_t items, std::int64_t bytes, bool may_repair) {
  const catalog::SpaceCounterKey key(space);
  MAGNETO_ASSIGN_OR_RETURN(const auto counters, context.view.get({Family::kCounters, key.bytes()}));
  const std::string_view stored = counters ? *counters : std::string_view();
  const std::array deltas{items - storage::counter_at(stored, catalog::kItemsCounter),
                          bytes - storage::counter_at(stored, catalog::kBytesCounter)};
  if (deltas[0] == 0 && deltas[1] == 0) return {};
  place.add("counted are " + std::to_string(items - deltas[0]) + " with " +
            std::to_string(bytes - deltas[1]) + " bytes, there are " + std::to_string(items) +
            " with " + std::to_string(bytes));
  if (!may_repair) return {};
  MAGNETO_RETURN_IF_ERROR(correct(context, key.bytes(), deltas));
  place.repaired();
  return {};
}

// The first key of a space in this family is that of its own counters.
CollectionCheck::CollectionCheck(CheckContext& context, CheckedPlace& place,
                                 const catalog::Table& table)
    : context_(context), place_(place) {
  if (!table.has_local_indexes()) return;
  const keys::KeyRange all = keys::whole_space(arena_, table.space);
  counters_ = context.view.range({Family::kCounters, all.begin, all.end});
  if (counters_->valid() && counters_->key().size() == sizeof(keys::SpaceId)) counters_->next();
}

Result<void> CollectionCheck::add(std::string_view item_key, std::int64_t bytes) {
  if (!counters_) return {};
  const std::string_view collection = catalog::collection_counter_key(item_key);
  if (collection != collection_) {
    MAGNETO_RETURN_IF_ERROR(finish_collection());
    collection_ = collection;
    bytes_ = 0;
  }
  bytes_ += bytes;
  return {};
}

void CollectionCheck::compare(std::string_view key, std::int64_t stored, std::int64_t right) {
  if (stored == right) return;
  place_.add("an item collection is counted with " + std::to_string(stored) + " bytes, it has " +
             std::to_string(right));
  if (context_.options.repair_indexes) corrections_.push_back({std::string(key), right - stored});
}

// Empty `key`: to the end.
Result<void> CollectionCheck::expect_nothing_before(std::string_view key) {
  for (; counters_->valid() && (key.empty() || counters_->key() < key); counters_->next()) {
    compare(counters_->key(), storage::counter_at(counters_->value(), 0), 0);
  }
  return counters_->valid() ? Result<void>() : counters_->status();
}

Result<void> CollectionCheck::finish_collection() {
  if (collection_.empty()) return {};
  MAGNETO_RETURN_IF_ERROR(expect_nothing_before(collection_));
  const bool there = counters_->valid() && counters_->key() == collection_;
  compare(collection_, there ? storage::counter_at(counters_->value(), 0) : 0, bytes_);
  if (there) counters_->next();
  return {};
}

Result<void> CollectionCheck::finish(bool may_repair) {
  if (!counters_) return {};
  MAGNETO_RETURN_IF_ERROR(finish_collection());
  MAGNETO_RETURN_IF_ERROR(expect_nothing_before({}));
  if (!may_repair) return {};
  for (const Correction& correction : corrections_) {
    MAGNETO_RETURN_IF_ERROR(correct(context_, correction.key, std::array{correction.delta}));
    place_.repaired();
  }
  return {};
}

}  // namespace magneto::internal::store
