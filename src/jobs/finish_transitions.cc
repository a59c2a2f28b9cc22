// SPDX-License-Identifier: Apache-2.0
#include "jobs/finish_transitions.h"

#include <algorithm>
#include <string>
#include <vector>

namespace magneto::internal::jobs {
namespace {

using derive::ChangeNumber;

// A stream in transition, in the state that it is in before the wait. One that changes meanwhile has
// writers of its own to wait for.
struct Candidate {
  keys::SpaceId space;
  bool enabled;
};

// What is in transition. Holds on to no table.
struct InTransition {
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
bool add_in_transition(const catalog::Table& table, std::vector<Candidate>& streams) {
  const std::size_t before = streams.size();
  for (const catalog::Stream& stream : table.streams) {
    if (stream.in_transition()) streams.push_back({stream.space, stream.enabled()});
  }
  return streams.size() != before;
}

InTransition find_in_transition(const catalog::Catalog& catalog) {
  InTransition found;
  const auto tables = catalog.snapshot();
  for (const auto& [name, table] : *tables) {
    bool any = add_in_transition(*table, found.streams);
    if (table->history && table->history->in_transition()) {
      found.histories.push_back(table->history->space);
      any = true;
    }
    if (any) found.tables.push_back(name);
  }
  for (const auto& table : catalog.removed_tables()) {
    if (add_in_transition(*table, found.streams)) found.removed.push_back(table->space);
  }
  return found;
}

void finish(catalog::Stream& stream, ChangeNumber now) {
  if (stream.first == 0) stream.first = now;
  if (!stream.enabled()) stream.end = std::max(now, stream.first + 1);
}

Result<void> erase_empty(store::Store& store, std::vector<catalog::Stream>& streams) {
  std::vector<catalog::Stream> kept;
  for (catalog::Stream& stream : streams) {
    bool keep = stream.in_transition();
    if (!keep) {
      MAGNETO_ASSIGN_OR_RETURN(keep, store.has_changes(stream.space, stream.first, stream.end));
    }
    if (keep) kept.push_back(std::move(stream));
  }
  streams = std::move(kept);
  return {};
}

}  // namespace

Result<void> finish_transitions(catalog::Catalog& catalog, store::Store& store,
                                std::stop_token stop) {
  const InTransition found = find_in_transition(catalog);
  if (found.empty() || !catalog.wait_for_old_readers(std::move(stop))) return {};
  MAGNETO_ASSIGN_OR_RETURN(const ChangeNumber now, store.next_change(Blocking::kAllowed));

  const auto finish_table = [&](catalog::Table& table) -> Result<void> {
    for (catalog::Stream& stream : table.streams) {
      if (stream.in_transition() && found.has(stream)) finish(stream, now);
    }
    if (table.history && table.history->in_transition() && found.has(*table.history)) {
      table.history->first = now;
    }
    return {};
  };
  const auto finish_removed = [&](catalog::Table& table) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(finish_table(table));
    return erase_empty(store, table.streams);
  };
  for (const std::string& name : found.tables) {
    auto done = catalog.update(name, finish_table);
    if (!done.ok() && done.error().code() != ErrorCode::kResourceNotFound) {
      return std::move(done).error();
    }
  }
  for (const keys::SpaceId space : found.removed) {
    MAGNETO_RETURN_IF_ERROR(catalog.update_removed(space, finish_removed));
  }
  return {};
}

}  // namespace magneto::internal::jobs
