// SPDX-License-Identifier: Apache-2.0
//
// Copying and clearing whole tables.
//
//   Client here({.profile = "production"}), there({.endpoint = "http://localhost:8000"});
//   auto done = copy_table(here.table("Songs"), there.table("Songs"),
//                          {.work = {.state_file = "songs.copy"}, .create_target = true});
//
// Items are streamed in pages, by segments at once; memory is bounded by a page for each segment.
// An item is written whole (PutItem), so going on after a stop writes some items again and changes
// nothing by it. Work that fails says how many items were written, and its state file lets the next
// call go on.
#pragma once

#include "magneto/table.h"
#include "magneto/transfer/options.h"
#include "magneto/transfer/outcome.h"

namespace magneto {

struct CopyOptions {
  TransferOptions work = {};
  /// Only items that fulfil it.
  Condition filter = {};
  /// Changes items on their way. It may change keys: items that then have the same key overwrite
  /// each other.
  ItemFunction update = {};
  /// Delete all items of the target first. A resumed copy does not do so again.
  bool clear_target = false;
  /// Create the target, with the source's keys, indexes, stream and capacity, if it is not there.
  bool create_target = false;
};

/// From any client's table to any client's: accounts, regions and endpoints may differ. Errors:
/// kResourceNotFound (which table), kInvalidArgument (the target is the source, or a state file of
/// other work), kCancelled, those of Scan and BatchWriteItem.
Outcome<TransferReport> copy_table(const Table& source, const Table& target,
                                   const CopyOptions& options = {});

/// Deletes all items; the table stays. What is written meanwhile may stay or go.
Outcome<TransferReport> clear_table(const Table& table, const TransferOptions& options = {});

/// What makes a table like the described one: keys, indexes, capacity, stream, class, deletion
/// protection. Names, ARNs, counts and states are not part of it.
model::CreateTableInput definition_of(const model::TableDescription& table, std::string name);

}  // namespace magneto
