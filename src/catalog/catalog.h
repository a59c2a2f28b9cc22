// SPDX-License-Identifier: Apache-2.0
//
// The catalog: all tables, as an immutable snapshot that readers take without waiting, and a few
// changes that are serialised, written to the engine (family kCatalog) and made durable before they
// are published. Thread safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/table.h"
#include "storage/engine.h"

namespace magneto::catalog {

using TablePtr = std::shared_ptr<const Table>;
using Tables = std::map<std::string, TablePtr, std::less<>>;

class Catalog {
 public:
  struct Options {
    std::string region = "us-east-1";      ///< In ARNs. (An ARN with another region is accepted as a name.)
    std::string account = "000000000000";
    const Clock* clock = &system_clock();
  };

  /// Reads all tables from the engine. Errors: kIo, kCorruption.
  static Result<std::unique_ptr<Catalog>> open(storage::Engine& engine, Options options);

  /// The tables now. O(1), never waits.
  std::shared_ptr<const Tables> snapshot() const;

  /// The table of a name or table ARN (the text of a TableName member, shape already checked).
  /// Errors: kResourceNotFound; kValidation for a malformed ARN.
  Result<TablePtr> find(std::string_view name_or_arn) const;

  /// Adds a table. `table` comes without space, id, arn, created_ms, index spaces and statistics: they
  /// are given here. Errors: kResourceInUse when the name is taken; kIo. Waits for the disk.
  Result<TablePtr> create(Table table);

  /// Replaces the table `name` by what `change` makes of a copy; spaces for new indexes (space 0) and
  /// statistics are given here. Errors: kResourceNotFound, `change`'s, kIo. Waits for the disk.
  Result<TablePtr> update(std::string_view name, FunctionRef<Result<void>(Table& copy)> change);

  /// Removes the table and leaves a note that its data is to be dropped (jobs do that). `check` may
  /// refuse. Errors: kResourceNotFound, `check`'s, kIo. Waits for the disk.
  Result<TablePtr> remove(std::string_view name, FunctionRef<Result<void>(const Table&)> check);

  /// Spaces (of removed tables and indexes) whose data is still to be dropped, and their removal
  /// from that list once it has been.
  struct PendingDrop { storage::Family family; keys::SpaceId space; };
  std::vector<PendingDrop> pending_drops() const;
  Result<void> drop_done(PendingDrop drop);

  /// Called (on the thread of the change) after each published change: background work looks for what
  /// there is to do now. One listener; set before the first change.
  void set_listener(std::function<void()> listener);

  /// Waits until nobody uses a version of any table older than the newest: after that every write
  /// follows today's catalog. For background jobs only; ends within the longest request.
  void wait_for_old_readers() const;

 private:
  Catalog() = default;
  // ... the builder's
};

/// `table` with an own copy of everything but the shared statistics.
Table copy_table(const Table& table);

}  // namespace magneto::catalog
