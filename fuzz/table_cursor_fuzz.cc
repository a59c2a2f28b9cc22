// SPDX-License-Identifier: Apache-2.0
//
// Any text as a cursor and as a checkpoint of several: what is read is what it was when it is written again. Also the text inside
// the base64, which random bytes rarely get through to.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/base64.h"
#include "base/check.h"
#include "table/checkpoint.h"

namespace {

void try_text(std::string_view text) {
  if (const auto places = magneto::internal::table::read_checkpoint(text)) {
    const auto same = magneto::internal::table::read_checkpoint(checkpoint_text(*places));
    MAGNETO_CHECK(same.has_value() && *same == *places);
  }
  const auto cursor = magneto::internal::table::read_cursor(text);
  if (!cursor) return;
  const auto again = magneto::internal::table::read_cursor(cursor_text(*cursor));
  MAGNETO_CHECK(again.has_value() && *again == *cursor);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_text(text);
  std::string coded(magneto::internal::base64_length(size), '\0');
  magneto::internal::encode_base64(text, coded.data());
  try_text(coded);
  try_text("1.-." + coded);
  return 0;
}
