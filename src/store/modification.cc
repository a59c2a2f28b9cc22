// SPDX-License-Identifier: Apache-2.0
#include "store/modification.h"

#include <array>

#include "catalog/counter_keys.h"
#include "store/change_record.h"
#include "store/index_records.h"
#include "store/record.h"
#include "value/item_size.h"

namespace magneto::internal::store {
namespace {

using storage::Batch;
using storage::Family;
using storage::Key;
using value::ItemView;

// What the write adds to the item's collection: its own bytes and those of local index entries.
std::int64_t collection_delta(const derive::DerivedWrite& write) {
  std::int64_t bytes = write.bytes_delta;
  for (const derive::IndexChange& change : write.index_changes) {
    if (change.index->local) bytes += change.bytes_delta;
  }
  return bytes;
}

void write_item(Arena& arena, const ItemRef& ref, const std::optional<ItemView>& new_item,
                Batch& batch) {
  const Key key{Family::kItems, ref.key};
  if (new_item) {
    batch.put(key, encode_record(arena, *new_item));
  } else {
    batch.erase(key);
  }
}

void write_index(Arena& arena, const derive::IndexChange& change, Batch& batch) {
  if (change.erase) erase_index_entry(*change.erase, batch);
  if (change.put) put_index_entry(arena, *change.put, batch);
}

void write_vector_index(Arena& arena, const derive::VectorChange& change, Batch& batch) {
  if (change.erase) erase_index_entry(*change.erase, batch);
  if (change.put) put_vector_entry(arena, *change.put, batch);
}

void write_collection_counter(const ItemRef& ref, const derive::DerivedWrite& write, Batch& batch) {
  if (!ref.table->has_local_indexes()) return;
  const std::int64_t bytes = collection_delta(write);
  if (bytes == 0) return;
  batch.add({Family::kCounters, catalog::collection_counter_key(ref.key)}, std::array{bytes});
}

}  // namespace

Modification::Modification(Arena& arena, std::span<const ItemRef> items)
    : arena_(arena),
      items_(items),
      old_(arena.make_span<std::optional<ItemView>>(items.size())),
      changes_(arena.make_span<ItemChange>(items.size())),
      writes_(arena.make_span<derive::DerivedWrite>(items.size())),
      effects_(arena.make_span<derive::WriteEffect>(items.size())) {}

std::span<Key> Modification::engine_keys(std::size_t more) const {
  std::span<Key> keys = arena_.make_span<Key>(items_.size() + more);
  for (std::size_t i = 0; i < items_.size(); ++i) keys[i] = {Family::kItems, items_[i].key};
  return keys;
}

Result<void> Modification::read(storage::Values values) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    old_[i].reset();
    if (!values[i]) continue;
    MAGNETO_ASSIGN_OR_RETURN(old_[i], decode_record(*values[i], items_[i].key));
  }
  return {};
}

Result<void> Modification::run(storage::Values values, Batch& batch, const DecideItems& decide) {
  MAGNETO_RETURN_IF_ERROR(read(values));
  for (ItemChange& change : changes_) change = {};
  MAGNETO_RETURN_IF_ERROR(decide(old_, changes_));
  pending_count_ = 0;
  counted_ = 0;
  for (std::size_t i = 0; i < items_.size(); ++i) MAGNETO_RETURN_IF_ERROR(write(i, batch));
  write_counters(batch);
  write_changes(batch);
  return {};
}

Result<void> Modification::write(std::size_t i, Batch& batch) {
  const ItemRef& ref = items_[i];
  std::optional<ItemView> new_item;
  switch (changes_[i].kind) {
    case ItemChange::Kind::kNone:
      new_item = old_[i];
      break;
    case ItemChange::Kind::kPut:
      new_item = changes_[i].item;
      break;
    case ItemChange::Kind::kErase:
      break;
  }
  MAGNETO_ASSIGN_OR_RETURN(writes_[i], derive::derive_write(arena_, *ref.table, old_[i], new_item));
  effects_[i] = writes_[i].effect;
  if (old_[i] == new_item) return {};  // Charged, but there is nothing to write.

  write_item(arena_, ref, new_item, batch);
  for (const derive::IndexChange& change : writes_[i].index_changes) {
    write_index(arena_, change, batch);
  }
  for (const derive::VectorChange& change : writes_[i].vector_changes) {
    write_vector_index(arena_, change, batch);
  }
  add_counts(*ref.table, writes_[i], batch);
  write_collection_counter(ref, writes_[i], batch);
  if (writer_ != nullptr) add_changes(i, new_item);
  return {};
}

void Modification::add_counts(const catalog::Table& table, const derive::DerivedWrite& write,
                              Batch& batch) {
  add_count(table.space, {write.items_delta, write.bytes_delta}, batch);
  for (const derive::IndexChange& change : write.index_changes) {
    add_count(change.index->space, {change.items_delta, change.bytes_delta}, batch);
  }
  for (const derive::VectorChange& change : write.vector_changes) {
    add_count(change.index->space, {change.items_delta, change.bytes_delta}, batch);
  }
}

void Modification::add_count(keys::SpaceId space, const SpaceCounts& more, Batch& batch) {
  for (Counted& counted : std::span(counts_).first(counted_)) {
    if (counted.space != space) continue;
    counted.counts.items += more.items;
    counted.counts.bytes += more.bytes;
    return;
  }
  if (counted_ == counts_.size()) write_counters(batch);
  counts_[counted_++] = {space, more};
}

void Modification::write_counters(Batch& batch) {
  for (const Counted& counted : std::span(counts_).first(counted_)) {
    add_to_counters(batch, counted.space, counted.counts);
  }
  counted_ = 0;
}

void Modification::add_changes(std::size_t i, const std::optional<ItemView>& new_item) {
  const catalog::Table& table = *items_[i].table;
  if (const catalog::Stream* stream = table.enabled_stream()) {
    add_change(i, stream->space, stream->view_type, new_item);
  }
  if (table.history) {
    add_change(i, table.history->space, catalog::ViewType::kOldImage, new_item);
  }
}

void Modification::add_change(std::size_t i, keys::SpaceId space, catalog::ViewType view_type,
                              const std::optional<ItemView>& new_item) {
  const auto change = derive::derive_change(arena_, *items_[i].table, view_type, old_[i], new_item,
                                            changes_[i].origin);
  if (change) pending_[pending_count_++] = {space, *change};
}

// One step for all: so no moment falls between two records of a write, and no other record stands
// between them.
void Modification::write_changes(Batch& batch) {
  if (pending_count_ == 0) return;
  ChangeNumber number = writer_->take(now_ms_, pending_count_);
  for (const PendingChange& pending : pending_.first(pending_count_)) {
    const ChangeKey key(pending.space, number++);
    batch.put({Family::kChanges, key.bytes()}, encode_change(arena_, pending.change));
  }
}

void Modification::count() const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const derive::DerivedWrite& write = writes_[i];
    add_to_statistics(*items_[i].table->statistics, {write.items_delta, write.bytes_delta});
    for (const derive::IndexChange& change : write.index_changes) {
      add_to_statistics(*change.index->statistics, {change.items_delta, change.bytes_delta});
    }
    for (const derive::VectorChange& change : write.vector_changes) {
      add_to_statistics(*change.index->statistics, {change.items_delta, change.bytes_delta});
    }
  }
}

Result<std::span<const derive::WriteEffect>> Modification::sizes(storage::Values values,
                                                                 const StoredToken& token) {
  MAGNETO_RETURN_IF_ERROR(read(values));
  const bool known = token.images() == items_.size();
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const std::uint64_t now = old_[i] ? value::item_size(*old_[i]) : 0;
    const std::uint64_t bytes = known ? token.image_bytes(i) : now;
    effects_[i] = {};
    effects_[i].old_bytes = bytes;
    effects_[i].new_bytes = bytes;
  }
  return effects();
}

}  // namespace magneto::internal::store
