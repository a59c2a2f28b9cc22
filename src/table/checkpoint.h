// SPDX-License-Identifier: Apache-2.0
//
// The text of a parallel scan's checkpoint: the places of all segments, in their order.
//
//   checkpoint := 1 { . place }
//   place      := - (done) | cursor (cursor.h)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "table/cursor.h"

namespace magneto::internal::table {

struct SegmentPlace {
  Cursor cursor = {};
  bool done = false;

  friend bool operator==(const SegmentPlace&, const SegmentPlace&) = default;
};
using SegmentPlaces = std::vector<SegmentPlace>;

std::string checkpoint_text(const SegmentPlaces& places);
/// Errors: kInvalidArgument.
magneto::Result<SegmentPlaces> read_checkpoint(std::string_view text);

}  // namespace magneto::internal::table
