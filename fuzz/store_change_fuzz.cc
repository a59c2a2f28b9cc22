// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a stored stream record: refused, or written back as the same bytes.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "store/change_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  const auto change = magneto::internal::store::decode_change(record);
  if (!change.ok()) return 0;
  magneto::internal::Arena arena;
  MAGNETO_CHECK(magneto::internal::store::encode_change(arena, *change) == record);
  return 0;
}
