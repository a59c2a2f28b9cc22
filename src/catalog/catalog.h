// SPDX-License-Identifier: Apache-2.0
//
// The catalog: all tables, as an immutable snapshot that readers take without waiting, and a few
// changes that are serialised, written to the engine (family kCatalog) and made durable before they
// are published. Beside them, documents about what is not a table (documents.h). Thread safe.
//
// A request takes a TablePtr once and uses it to its end: every write of the request follows that
// version of the table. Background work that must know that all writes follow the newest version
// calls wait_for_old_readers().
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/function_ref.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/result.h"
#include "catalog/documents.h"
#include "catalog/published_tables.h"
#include "catalog/space.h"
#include "catalog/table.h"
#include "storage/engine.h"

namespace magneto::internal::catalog {

class Catalog {
 public:
  struct Options {
    /// In ARNs. (An ARN with another region or account is accepted as a name.)
    std::string region = "us-east-1";
    std::string account = "000000000000";
    const Clock* clock = &system_clock();
    Random* random = &system_random();  ///< For the ids of tables.
  };

  /// Reads all tables and their statistics from the engine, which must outlive the catalog.
  /// Errors: kIo, kCorruption (also: written by a newer release).
  static Result<std::unique_ptr<Catalog>> open(storage::Engine& engine, Options options);

  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  /// The tables now, by name. O(1), never waits for a change.
  std::shared_ptr<const Tables> snapshot() const { return tables_.load(); }

  /// The table of a name or table ARN (the text of a TableName member, shape already checked).
  /// Errors: kResourceNotFound; kValidation for a malformed ARN. The text of kResourceNotFound is
  /// "Requested resource not found"; operations with a longer message build their own.
  Result<TablePtr> find(std::string_view name_or_arn) const;

  /// Adds a table. `table` comes without space, arn, created_ms, index spaces and statistics: they
  /// are given here; so is the id if it has none. Errors: kResourceInUse when the name is taken;
  /// kIo. Waits for the disk.
  Result<TablePtr> create(Table table);

  /// Replaces the table `name` by what `change` makes of a copy; spaces for new indexes (space 0)
  /// and statistics are given here, and the data of indexes that are gone is noted for dropping.
  /// Errors: kResourceNotFound, `change`'s, kIo. Waits for the disk.
  Result<TablePtr> update(std::string_view name, FunctionRef<Result<void>(Table& copy)> change);

  /// Removes the table and leaves a note that its data is to be dropped (jobs do that). `check` may
  /// refuse. Gives the table as it was. Errors: kResourceNotFound, `check`'s, kIo. Waits for the
  /// disk. Its streams stay, disabled: see removed_tables().
  /// `backup_of` may make the document of a backup, with a new id. The backup takes over the
  /// table's items then: they are not dropped.
  Result<TablePtr> remove(
      std::string_view name, FunctionRef<Result<void>(const Table&)> check,
      FunctionRef<std::optional<Document>(const Table&)> backup_of = [](const Table&) {
        return std::optional<Document>();
      });

  /// Tables that are gone and whose streams can still be read, in no order; they have nothing else
  /// that counts. Names need not be unique, spaces are.
  std::vector<TablePtr> removed_tables() const;

  /// As update(), of a removed table. Without streams it is forgotten. Nothing happens when there
  /// is no such table. Errors: `change`'s, kIo. Waits for the disk.
  Result<void> update_removed(keys::SpaceId space, FunctionRef<Result<void>(Table& copy)> change);

  /// A space (of a removed table, index or stream) whose data is still to be dropped.
  struct PendingDrop {
    SpaceKind kind;
    keys::SpaceId space;
    friend bool operator==(const PendingDrop&, const PendingDrop&) = default;
  };
  std::vector<PendingDrop> pending_drops() const;
  /// Takes it off the list, once its data and counters are gone. Errors: kIo.
  Result<void> drop_done(PendingDrop drop);

  /// Documents about backups, exports, imports and bulk operations.
  Documents& documents() { return documents_; }
  const Documents& documents() const { return documents_; }

  /// A space that nobody else gets, for the data of a document. Noted durably: it is not given
  /// again after a crash. Errors: kIo. Waits for the disk.
  Result<keys::SpaceId> take_space();

  /// Removes a document and leaves notes that its data is to be dropped, as remove() does. Gives it
  /// as it was. Errors: kResourceNotFound, `check`'s, kIo. Waits for the disk.
  Result<DocumentPtr> remove_document(DocumentKind kind, std::string_view id,
                                      std::span<const PendingDrop> drops,
                                      FunctionRef<Result<void>(const Document&)> check);

  /// Called (on the thread of the change) after each published change, of a table or a document:
  /// background work looks for what there is to do now. A call may be under way when its listener
  /// is taken away.
  using ListenerId = std::uint64_t;
  ListenerId add_listener(std::function<void()> listener);
  void remove_listener(ListenerId id);

  /// Waits until nobody uses a version of any table older than the newest: after that every write
  /// follows today's catalog. For background jobs only; ends within the longest request. False when
  /// `stop` was requested before that.
  bool wait_for_old_readers(std::stop_token stop = {}) const {
    return tables_.wait_for_old_readers(std::move(stop));
  }

  const Options& options() const { return options_; }

 private:
  Catalog(storage::Engine& engine, Options options);

  Result<void> load() MAGNETO_EXCLUDES(change_mutex_, mutex_);
  Result<void> load_statistics(storage::View& view, Statistics& statistics, keys::SpaceId space);
  Result<TablePtr> current(std::string_view name) const;
  void complete(Table& table, keys::SpaceId& next_space) const;
  Result<void> save(storage::Decide write);
  Result<void> save_migrated(const Tables& tables, keys::SpaceId next_space);
  void publish(Tables tables, std::span<const PendingDrop> drops);
  void note_drops(std::span<const PendingDrop> drops);
  void tell_listeners() const;

  storage::Engine& engine_;
  const Options options_;
  PublishedTables tables_;
  Documents documents_;

  Mutex change_mutex_;  // One change at a time: held over its write and publication.
  keys::SpaceId next_space_ MAGNETO_GUARDED_BY(change_mutex_) = 1;

  mutable Mutex mutex_;  // Held only for a moment.
  std::vector<PendingDrop> pending_drops_ MAGNETO_GUARDED_BY(mutex_);
  std::vector<TablePtr> removed_tables_ MAGNETO_GUARDED_BY(mutex_);
  std::map<ListenerId, std::function<void()>> listeners_ MAGNETO_GUARDED_BY(mutex_);
  ListenerId next_listener_ MAGNETO_GUARDED_BY(mutex_) = 1;
};

}  // namespace magneto::internal::catalog
