// SPDX-License-Identifier: Apache-2.0
#include "table/checkpoint.h"

#include "table/messages.h"

namespace magneto::internal::table {
namespace {

constexpr std::size_t kMaxSegments = 10'000;  // each is a thread

}  // namespace

std::string checkpoint_text(const SegmentPlaces& places) {
  std::string text = "1";
  for (const SegmentPlace& place : places) {
    text += '.';
    text += place.done ? "-" : cursor_text(place.cursor);
  }
  return text;
}

magneto::Result<SegmentPlaces> read_checkpoint(std::string_view text) {
  if (!text.starts_with("1.")) return messages::no_checkpoint("it does not start with \"1.\"");
  SegmentPlaces places;
  std::string_view rest = text.substr(1);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the dot
    const std::string_view place = rest.substr(0, rest.find('.'));
    rest.remove_prefix(place.size());
    if (places.size() == kMaxSegments) return messages::no_checkpoint("it has too many segments");
    if (place == "-") {
      places.push_back({.done = true});
      continue;
    }
    magneto::Result<Cursor> cursor = read_cursor(place);
    if (!cursor) return messages::no_checkpoint(cursor.error().message());
    places.push_back({.cursor = std::move(*cursor)});
  }
  return places;
}

}  // namespace magneto::internal::table
