// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/random.h"
#include "catalog/arn.h"
#include "catalog/counter_keys.h"
#include "catalog/stored_keys.h"
#include "catalog/table_codec.h"
#include "storage/counters.h"

namespace magneto::internal::catalog {
namespace {

using storage::Batch;
using storage::Blocking;
using storage::Family;
using storage::Key;
using storage::Values;

Error not_found() { return Error(ErrorCode::kResourceNotFound, "Requested resource not found"); }

Key catalog_key(std::string_view bytes) { return {Family::kCatalog, bytes}; }

void put_table(Batch& batch, const Table& table) {
  batch.put(catalog_key(table_key(table.name)), encode_table(table));
}

void put_drops(Batch& batch, std::span<const Catalog::PendingDrop> drops) {
  for (const auto& drop : drops) batch.put(catalog_key(drop_key(drop)), {});
}

/// `Indexes` are those of one kind.
template <class Indexes>
void add_removed_indexes(const Indexes& before, const Indexes& after,
                         std::vector<Catalog::PendingDrop>& drops) {
  for (const auto& old_index : before) {
    const bool stays = std::any_of(after.begin(), after.end(),
                                   [&](auto& index) { return index->space == old_index->space; });
    if (!stays) drops.push_back({SpaceKind::kIndexEntries, old_index->space});
  }
}

// The spaces of indexes and streams that `after` does not have any more.
std::vector<Catalog::PendingDrop> removed_parts(const Table& before, const Table& after) {
  std::vector<Catalog::PendingDrop> drops;
  add_removed_indexes(before.indexes, after.indexes, drops);
  add_removed_indexes(before.vector_indexes, after.vector_indexes, drops);
  for (const Stream& old_stream : before.streams) {
    const bool stays = std::any_of(after.streams.begin(), after.streams.end(),
                                   [&](auto& stream) { return stream.space == old_stream.space; });
    if (!stays) drops.push_back({SpaceKind::kChanges, old_stream.space});
  }
  const bool history_stays =
      !before.history || (after.history && after.history->space == before.history->space);
  if (!history_stays) drops.push_back({SpaceKind::kChanges, before.history->space});
  return drops;
}

// What stays of a table that goes.
Table removed_table(const Table& table, std::int64_t now_ms) {
  Table removed = table;
  removed.indexes.clear();
  removed.vector_indexes.clear();
  removed.tags.clear();
  removed.history.reset();
  removed.restore.reset();
  for (Stream& stream : removed.streams) {
    if (stream.enabled()) stream.disabled_ms = now_ms;
  }
  return removed;
}

}  // namespace

Catalog::Catalog(storage::Engine& engine, Options options)
    : engine_(engine),
      options_(std::move(options)),
      documents_(engine, [this] { tell_listeners(); }) {}

Result<std::unique_ptr<Catalog>> Catalog::open(storage::Engine& engine, Options options) {
  std::unique_ptr<Catalog> catalog(new Catalog(engine, std::move(options)));
  MAGNETO_RETURN_IF_ERROR(catalog->load());
  return catalog;
}

Result<void> Catalog::load() {
  const MutexLock change(change_mutex_);
  const MutexLock lock(mutex_);
  const auto view = engine_.view(Blocking::kAllowed);
  Tables tables;
  bool migrated = false;
  const auto cursor = view->range({Family::kCatalog, {}, {}});
  for (; cursor->valid(); cursor->next()) {
    const std::string_view key = cursor->key();
    if (key.starts_with(kTablePrefix)) {
      MAGNETO_ASSIGN_OR_RETURN(Table table, decode_table(cursor->value()));
      const keys::SpaceId known_spaces = next_space_;  // Its key comes before the tables'.
      complete(table, next_space_);
      migrated = migrated || next_space_ != known_spaces;
      MAGNETO_RETURN_IF_ERROR(load_statistics(*view, *table.statistics, table.space));
      for (const auto& index : table.indexes) {
        MAGNETO_RETURN_IF_ERROR(load_statistics(*view, *index->statistics, index->space));
      }
      for (const auto& index : table.vector_indexes) {
        MAGNETO_RETURN_IF_ERROR(load_statistics(*view, *index->statistics, index->space));
      }
      std::string name = table.name;
      tables.emplace(std::move(name), std::make_shared<const Table>(std::move(table)));
    } else if (key == kNextSpaceKey) {
      const std::optional<keys::SpaceId> space = parse_space(cursor->value());
      if (!space) return damaged_key(key);
      next_space_ = *space;
    } else if (key.starts_with(kDropPrefix)) {
      const std::optional<PendingDrop> drop = parse_drop_key(key);
      if (!drop) return damaged_key(key);
      pending_drops_.push_back(*drop);
    } else if (key.starts_with(kRemovedPrefix)) {
      MAGNETO_ASSIGN_OR_RETURN(Table table, decode_table(cursor->value()));
      complete(table, next_space_);
      removed_tables_.push_back(std::make_shared<const Table>(std::move(table)));
    }
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  MAGNETO_RETURN_IF_ERROR(documents_.load(*view));
  if (migrated) MAGNETO_RETURN_IF_ERROR(save_migrated(tables, next_space_));
  tables_.publish(std::move(tables));
  return {};
}

// Tables of an older release got spaces for what did not have one then.
Result<void> Catalog::save_migrated(const Tables& tables, keys::SpaceId next_space) {
  return save([&](Values, Batch& batch) -> Result<void> {
    batch.put(catalog_key(kNextSpaceKey), std::to_string(next_space));
    for (const auto& [name, table] : tables) put_table(batch, *table);
    return {};
  });
}

Result<void> Catalog::load_statistics(storage::View& view, Statistics& statistics,
                                      keys::SpaceId space) {
  const SpaceCounterKey key(space);
  MAGNETO_ASSIGN_OR_RETURN(const auto counters, view.get({Family::kCounters, key.bytes()}));
  if (!counters) return {};
  statistics.items = storage::counter_at(*counters, kItemsCounter);
  statistics.bytes = storage::counter_at(*counters, kBytesCounter);
  return {};
}

// Gives the table what it has not got yet: spaces, and what is never stored.
void Catalog::complete(Table& table, keys::SpaceId& next_space) const {
  const auto take_space = [&](keys::SpaceId& space) {
    if (space != 0) return;
    MAGNETO_CHECK(next_space <= keys::kMaxSpaceId);
    space = next_space++;
  };
  take_space(table.space);
  table.arn = make_table_arn(options_.region, options_.account, table.name);
  if (!table.statistics) table.statistics = std::make_shared<Statistics>();
  std::stable_partition(table.indexes.begin(), table.indexes.end(),
                        [](const auto& index) { return index->local; });
  for (auto& index : table.indexes) {
    take_space(index->space);
    index->entry_attributes = entry_attributes(table, *index);
    if (!index->statistics) index->statistics = std::make_shared<Statistics>();
  }
  for (auto& index : table.vector_indexes) {
    take_space(index->space);
    index->schema = partition_schema(*index);
    index->entry_attributes = entry_attributes(table, *index);
    if (!index->statistics) index->statistics = std::make_shared<Statistics>();
  }
  for (Stream& stream : table.streams) take_space(stream.space);
  if (table.history) take_space(table.history->space);
}

Result<TablePtr> Catalog::find(std::string_view name_or_arn) const {
  std::string_view name = name_or_arn;
  if (is_arn(name)) {
    MAGNETO_ASSIGN_OR_RETURN(name, table_name_of_arn(name_or_arn));
  }
  return current(name);
}

// The pointer shares the ownership of the whole version: it makes its holder a reader of it.
Result<TablePtr> Catalog::current(std::string_view name) const {
  const std::shared_ptr<const Tables> tables = snapshot();
  const auto found = tables->find(name);
  if (found == tables->end()) return not_found();
  return TablePtr(tables, found->second.get());
}

Result<TablePtr> Catalog::create(Table table) {
  const MutexLock change(change_mutex_);
  Tables tables = *snapshot();
  if (tables.contains(table.name)) {
    return Error(ErrorCode::kResourceInUse, "Table already exists: " + table.name);
  }
  MAGNETO_CHECK(table.space == 0);
  if (table.id.empty()) table.id = random_uuid(*options_.random);
  table.created_ms = options_.clock->now_ms();
  keys::SpaceId next_space = next_space_;
  complete(table, next_space);
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    batch.put(catalog_key(kNextSpaceKey), std::to_string(next_space));
    put_table(batch, table);
    return {};
  }));
  next_space_ = next_space;
  const std::string name = table.name;
  tables[name] = std::make_shared<const Table>(std::move(table));
  publish(std::move(tables), {});
  return current(name);
}

Result<TablePtr> Catalog::update(std::string_view name,
                                 FunctionRef<Result<void>(Table& copy)> change_table) {
  const MutexLock change(change_mutex_);
  Tables tables = *snapshot();
  const auto found = tables.find(name);
  if (found == tables.end()) return not_found();
  const TablePtr before = found->second;
  Table table = *before;
  MAGNETO_RETURN_IF_ERROR(change_table(table));
  MAGNETO_CHECK(table.name == before->name && table.space == before->space);
  keys::SpaceId next_space = next_space_;
  complete(table, next_space);
  const std::vector<PendingDrop> drops = removed_parts(*before, table);
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    batch.put(catalog_key(kNextSpaceKey), std::to_string(next_space));
    put_table(batch, table);
    put_drops(batch, drops);
    return {};
  }));
  next_space_ = next_space;
  found->second = std::make_shared<const Table>(std::move(table));
  publish(std::move(tables), drops);
  return current(name);
}

Result<TablePtr> Catalog::remove(std::string_view name,
                                 FunctionRef<Result<void>(const Table&)> check,
                                 FunctionRef<std::optional<Document>(const Table&)> backup_of) {
  const MutexLock change(change_mutex_);
  Tables tables = *snapshot();
  const auto found = tables.find(name);
  if (found == tables.end()) return not_found();
  const TablePtr table = found->second;
  MAGNETO_RETURN_IF_ERROR(check(*table));
  std::vector<PendingDrop> drops;
  const std::optional<Document> backup = backup_of(*table);
  if (!backup) drops.push_back({SpaceKind::kItems, table->space});
  for (const auto& index : table->indexes)
    drops.push_back({SpaceKind::kIndexEntries, index->space});
  for (const auto& index : table->vector_indexes)
    drops.push_back({SpaceKind::kIndexEntries, index->space});
  if (table->history) drops.push_back({SpaceKind::kChanges, table->history->space});
  TablePtr removed;
  if (!table->streams.empty()) {
    removed = std::make_shared<const Table>(removed_table(*table, options_.clock->now_ms()));
  }
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    batch.erase(catalog_key(table_key(table->name)));
    put_drops(batch, drops);
    if (backup) Documents::put_new(batch, DocumentKind::kBackup, *backup);
    if (removed) batch.put(catalog_key(removed_key(removed->space)), encode_table(*removed));
    return {};
  }));
  tables.erase(found);
  if (backup) documents_.publish_new(DocumentKind::kBackup, *backup);
  if (removed) {
    const MutexLock lock(mutex_);
    removed_tables_.push_back(std::move(removed));
  }
  publish(std::move(tables), drops);
  return table;
}

std::vector<TablePtr> Catalog::removed_tables() const {
  const MutexLock lock(mutex_);
  return removed_tables_;
}

Result<void> Catalog::update_removed(keys::SpaceId space,
                                     FunctionRef<Result<void>(Table& copy)> change_table) {
  const MutexLock change(change_mutex_);
  const std::vector<TablePtr> all = removed_tables();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const TablePtr& table) { return table->space == space; });
  if (found == all.end()) return {};
  const TablePtr& before = *found;
  Table table = *before;
  MAGNETO_RETURN_IF_ERROR(change_table(table));
  const std::vector<PendingDrop> drops = removed_parts(*before, table);
  const bool forgotten = table.streams.empty();
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    const std::string key = removed_key(space);
    if (forgotten) {
      batch.erase(catalog_key(key));
    } else {
      batch.put(catalog_key(key), encode_table(table));
    }
    put_drops(batch, drops);
    return {};
  }));
  {
    const MutexLock lock(mutex_);
    std::erase(removed_tables_, before);
    if (!forgotten) {
      removed_tables_.push_back(std::make_shared<const Table>(std::move(table)));
    }
  }
  note_drops(drops);
  tell_listeners();
  return {};
}

Result<keys::SpaceId> Catalog::take_space() {
  const MutexLock change(change_mutex_);
  MAGNETO_CHECK(next_space_ <= keys::kMaxSpaceId);
  const keys::SpaceId space = next_space_;
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    batch.put(catalog_key(kNextSpaceKey), std::to_string(space + 1));
    return {};
  }));
  next_space_ = space + 1;
  return space;
}

Result<DocumentPtr> Catalog::remove_document(DocumentKind kind, std::string_view id,
                                             std::span<const PendingDrop> drops,
                                             FunctionRef<Result<void>(const Document&)> check) {
  const auto with = [&](Batch& batch) { put_drops(batch, drops); };
  MAGNETO_ASSIGN_OR_RETURN(DocumentPtr removed, documents_.remove(kind, id, check, with));
  note_drops(drops);
  tell_listeners();
  return removed;
}

Result<void> Catalog::save(storage::Decide write) {
  MAGNETO_RETURN_IF_ERROR(engine_.modify({}, write, Blocking::kAllowed));
  return engine_.flush();
}

void Catalog::publish(Tables tables, std::span<const PendingDrop> drops) {
  tables_.publish(std::move(tables));
  note_drops(drops);
  tell_listeners();
}

void Catalog::note_drops(std::span<const PendingDrop> drops) {
  const MutexLock lock(mutex_);
  pending_drops_.insert(pending_drops_.end(), drops.begin(), drops.end());
}

void Catalog::tell_listeners() const {
  std::vector<std::function<void()>> listeners;
  {
    const MutexLock lock(mutex_);
    for (const auto& [id, listener] : listeners_) listeners.push_back(listener);
  }
  for (const auto& listener : listeners) listener();
}

std::vector<Catalog::PendingDrop> Catalog::pending_drops() const {
  const MutexLock lock(mutex_);
  return pending_drops_;
}

Result<void> Catalog::drop_done(PendingDrop drop) {
  MAGNETO_RETURN_IF_ERROR(save([&](Values, Batch& batch) -> Result<void> {
    batch.erase(catalog_key(drop_key(drop)));
    batch.erase(catalog_key(backfill_key(drop.space)));
    return {};
  }));
  const MutexLock lock(mutex_);
  std::erase(pending_drops_, drop);
  return {};
}

Catalog::ListenerId Catalog::add_listener(std::function<void()> listener) {
  const MutexLock lock(mutex_);
  listeners_[next_listener_] = std::move(listener);
  return next_listener_++;
}

void Catalog::remove_listener(ListenerId id) {
  const MutexLock lock(mutex_);
  listeners_.erase(id);
}

}  // namespace magneto::internal::catalog
