// SPDX-License-Identifier: Apache-2.0
#include "store/settle_streams.h"

#include <algorithm>
#include <string>
#include <vector>

namespace magneto::internal::store {
namespace {

using storage::Blocking;

// A stream to settle, in the state that it is in before the wait. One that changes meanwhile has
// writers of its own to wait for.
struct Candidate {
  keys::SpaceId space;
  bool enabled;
};

// What is to be settled. Holds on to no table.
struct Unsettled {
  std::vector<Candidate> streams;
  std::vector<keys::SpaceId> histories;
  std::vector<std::string> tables;     // Their names.
  std::vector<keys::SpaceId> removed;  // Removed tables.

  bool empty() const { return streams.empty() && histories.empty(); }
  bool has(const catalog::History& history) const {
    return std::find(histories.begin(), histories.end(), history.space) != histories.end();
  }
  bool has(const catalog::Stream& stream) const {
    return std::any_of(streams.begin(), streams.end(), [&](const Candidate& each) {
      return each.space == stream.space && each.enabled == stream.enabled();
    });
  }
};

// Whether there were any.
bool add_unsettled(const catalog::Table& table, std::vector<Candidate>& streams) {
  const std::size_t before = streams.size();
  for (const catalog::Stream& stream : table.streams) {
    if (!stream.settled()) streams.push_back({stream.space, stream.enabled()});
  }
  return streams.size() != before;
}

Unsettled find_unsettled(const catalog::Catalog& catalog) {
  Unsettled found;
  const auto tables = catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    bool any = add_unsettled(*table, found.streams);
    if (table->history && !table->history->settled()) {
      found.histories.push_back(table->history->space);
      any = true;
    }
    if (any) found.tables.push_back(name);
  }
  for (const auto& table : catalog.removed_tables()) {
    if (add_unsettled(*table, found.streams)) found.removed.push_back(table->space);
  }
  return found;
}

void settle(catalog::Stream& stream, ChangeNumber now) {
  if (stream.first == 0) stream.first = now;
  if (!stream.enabled()) stream.end = std::max(now, stream.first + 1);
}

Result<bool> has_records(Store& store, const catalog::Stream& stream) {
  Arena arena;
  const ChangeRequest request{
      .space = stream.space, .begin = stream.first, .end = stream.end, .limit = 1};
  const auto view = store.engine().newest_view();
  MAGNETO_ASSIGN_OR_RETURN(const ChangePage page, read_change_page(arena, *view, request));
  return !page.changes.empty();
}

Result<void> erase_empty(Store& store, std::vector<catalog::Stream>& streams) {
  std::vector<catalog::Stream> kept;
  for (catalog::Stream& stream : streams) {
    bool keep = !stream.settled();
    if (!keep) {
      MAGNETO_ASSIGN_OR_RETURN(keep, has_records(store, stream));
    }
    if (keep) kept.push_back(std::move(stream));
  }
  streams = std::move(kept);
  return {};
}

}  // namespace

Result<void> settle_streams(catalog::Catalog& catalog, Store& store, std::stop_token stop) {
  const Unsettled unsettled = find_unsettled(catalog);
  if (unsettled.empty() || !catalog.wait_for_old_readers(std::move(stop))) return {};
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber now, store.next_change(Blocking::kAllowed));

  const auto settle_table = [&](catalog::Table& table) -> Result<void> {
    for (catalog::Stream& stream : table.streams) {
      if (!stream.settled() && unsettled.has(stream)) settle(stream, now);
    }
    if (table.history && !table.history->settled() && unsettled.has(*table.history)) {
      table.history->first = now;
    }
    return {};
  };
  const auto settle_removed = [&](catalog::Table& table) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(settle_table(table));
    return erase_empty(store, table.streams);
  };
  for (const std::string& name : unsettled.tables) {
    auto done = catalog.update(name, settle_table);
    if (!done.ok() && done.error().code() != ErrorCode::kResourceNotFound) {
      return std::move(done).error();
    }
  }
  for (const keys::SpaceId space : unsettled.removed) {
    MAGNETO_RETURN_IF_ERROR(catalog.update_removed(space, settle_removed));
  }
  return {};
}

}  // namespace magneto::internal::store
