// SPDX-License-Identifier: Apache-2.0
#include "store/space_walk.h"

#include "base/arena.h"
#include "store/change_record.h"

namespace magneto::internal::store {

using storage::Family;

SpaceWalk SpaceWalk::items(keys::SpaceId space, WalkOrder order) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  return {Family::kItems, all.begin, all.end, order};
}

SpaceWalk SpaceWalk::index_entries(keys::SpaceId space) {
  Arena arena;
  const keys::KeyRange all = keys::whole_space(arena, space);
  return {Family::kIndexes, all.begin, all.end, WalkOrder::kForward};
}

SpaceWalk SpaceWalk::changes(keys::SpaceId space, derive::ChangeNumber begin,
                             derive::ChangeNumber end, WalkOrder order) {
  return {Family::kChanges, ChangeKey(space, begin).bytes(), ChangeKey(space, end).bytes(), order};
}

SpaceWalk SpaceWalk::all_changes(keys::SpaceId space, derive::ChangeNumber begin, WalkOrder order) {
  return {Family::kChanges, ChangeKey(space, begin).bytes(), ChangeKey(space + 1, 0).bytes(),
          order};
}

SpaceWalk SpaceWalk::tokens() { return {Family::kTokens, {}, {}, WalkOrder::kForward}; }

void SpaceWalk::go_behind(std::string_view key) {
  last_key_ = key;
  if (order_ == WalkOrder::kBackward) {
    end_ = key;
    return;
  }
  Arena arena;
  begin_ = keys::after(arena, key);
}

Result<void> walk_chunk(storage::View& view, SpaceWalk& walk, const ChunkSize& size,
                        SeeRecord see) {
  const auto cursor =
      view.range({walk.family_, walk.begin_, walk.end_, walk.order_ == WalkOrder::kBackward});
  std::string last;
  std::size_t records = 0;
  std::size_t bytes = 0;
  for (; cursor->valid() && records < size.records && bytes < size.bytes; cursor->next()) {
    MAGNETO_ASSIGN_OR_RETURN(const WalkStep step, see(cursor->key(), cursor->value()));
    if (step == WalkStep::kLeaveRecord) break;
    last = cursor->key();
    ++records;
    bytes += cursor->value().size();
    if (step == WalkStep::kEndChunk) break;
  }
  if (!cursor->valid()) {
    MAGNETO_RETURN_IF_ERROR(cursor->status());
    walk.at_end_ = true;
  }
  if (records != 0) walk.go_behind(last);
  return {};
}

}  // namespace magneto::internal::store
