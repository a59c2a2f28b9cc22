// SPDX-License-Identifier: Apache-2.0
//
// SpaceWalk: a walk over all records of a space, a chunk at a time, in key order. Between two chunks
// nothing is held but the place reached, so background work can step aside. Each chunk may be read
// from the newest state (then the walk sees some of what is written meanwhile) or all of them from
// one snapshot.
//
//   SpaceWalk walk = SpaceWalk::items(table.space);
//   while (!walk.at_end()) {
//     MAGNETO_RETURN_IF_ERROR(store.newest_snapshot().walk(walk, {.records = 32, .bytes = 1 << 18},
//         [&](std::string_view key, std::string_view record) -> Result<WalkStep> { ... }));
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "base/result.h"
#include "derive/change_number.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"

namespace magneto::internal::store {

/// A chunk ends behind the record that reaches either.
struct ChunkSize {
  std::size_t records = SIZE_MAX;
  std::size_t bytes = SIZE_MAX;  ///< Of stored records.
};

/// What follows a record that was seen.
enum class WalkStep : std::uint8_t {
  kNext,
  kEndChunk,     ///< The chunk ends behind this record.
  kLeaveRecord,  ///< The chunk ends; this record begins the next one. Not for a chunk's first.
};

/// Sees a stored key and record; both are valid during the call only.
using SeeRecord = FunctionRef<Result<WalkStep>(std::string_view key, std::string_view record)>;

enum class WalkOrder : std::uint8_t { kForward, kBackward };

class SpaceWalk {
 public:
  static SpaceWalk items(keys::SpaceId space, WalkOrder order = WalkOrder::kForward);
  static SpaceWalk index_entries(keys::SpaceId space);
  /// Records of changes with numbers from `begin` on and below `end`.
  static SpaceWalk changes(keys::SpaceId space, derive::ChangeNumber begin,
                           derive::ChangeNumber end, WalkOrder order = WalkOrder::kForward);
  /// All records of a space of changes.
  static SpaceWalk all_changes(keys::SpaceId space, derive::ChangeNumber begin, WalkOrder order);
  /// Client request tokens (store/token.h).
  static SpaceWalk tokens();

  /// Goes on behind `key`, in the order of the walk. The key need not exist.
  void go_behind(std::string_view key);

  /// Nothing is left. Known once a chunk has found it out.
  bool at_end() const { return at_end_; }
  /// The key of the last record that was walked over; empty before the first one.
  const std::string& last_key() const { return last_key_; }

 private:
  friend Result<void> walk_chunk(storage::View& view, SpaceWalk& walk, const ChunkSize& size,
                                 SeeRecord see);
  SpaceWalk(storage::Family family, std::string_view begin, std::string_view end, WalkOrder order)
      : family_(family), begin_(begin), end_(end), order_(order) {}

  storage::Family family_;
  std::string begin_;  // Of what is left.
  std::string end_;
  WalkOrder order_;
  std::string last_key_;
  bool at_end_ = false;
};

/// Walks over the next chunk as `view` has it, and moves the walk on. Errors: `see`'s, and the
/// view's; then the walk stays where it was.
Result<void> walk_chunk(storage::View& view, SpaceWalk& walk, const ChunkSize& size, SeeRecord see);

}  // namespace magneto::internal::store
