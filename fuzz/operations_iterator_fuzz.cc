// SPDX-License-Identifier: Apache-2.0
//
// Any text as a shard iterator, a sequence number and a stream's ARN: refused, or written back as
// the same text. And a damaged iterator is never taken for one.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "operations/streams/sequence_number.h"
#include "operations/streams/shard_iterator.h"
#include "operations/streams/stream_name.h"

using namespace magneto::internal::operations;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  magneto::internal::Arena arena;
  if (const auto iterator = read_iterator(text, 0); iterator.ok()) {
    MAGNETO_CHECK(write_iterator(arena, *iterator) == text);
  }
  if (const auto number = read_sequence_number(text)) {
    MAGNETO_CHECK(text.ends_with(sequence_number(arena, *number)));
  }
  if (const auto name = read_stream_arn(text); name.ok()) {
    MAGNETO_CHECK(text.ends_with("/stream/" + std::string(name->label)));
  }
  if (size < 2) return 0;
  std::string made(write_iterator(arena, {text.substr(2), 1, data[0], data[1]}));
  MAGNETO_CHECK(read_iterator(made, 1).ok());
  made[data[0] % made.size()] ^= 1;
  MAGNETO_CHECK(!read_iterator(made, 1).ok());
  return 0;
}
