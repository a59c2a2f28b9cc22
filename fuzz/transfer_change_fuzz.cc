// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as a record of an incremental export. What is read is an item, or the keys of one.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "transfer/change_records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal::transfer;
  const auto change = read_change({reinterpret_cast<const char*>(data), size});
  if (!change) return 0;
  MAGNETO_CHECK(change->kind == ReadRecord::Kind::kItem ||
                change->kind == ReadRecord::Kind::kDeleted);
  return 0;
}
