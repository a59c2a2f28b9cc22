// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a stored entry of a vector index: refused, or written back as the same bytes.
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"
#include "store/vector_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto record = magneto::internal::store::decode_vector_record(bytes, "key");
  if (!record.ok()) return 0;
  magneto::internal::Arena arena;
  const std::span<float> floats = arena.make_span<float>(record->vector.size() / sizeof(float));
  if (!floats.empty()) std::memcpy(floats.data(), record->vector.data(), record->vector.size());
  MAGNETO_CHECK(magneto::internal::store::encode_vector_record(arena, floats, record->item) ==
                bytes);
  return 0;
}
