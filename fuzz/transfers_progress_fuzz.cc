// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the stored progress of a bulk operation: refused, or read as it would be written.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "transfers/bulk_progress.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Result<transfers::BulkProgress> progress = transfers::BulkProgress::decode(bytes);
  if (!progress.ok()) return 0;
  const std::string written = progress->encode();
  const Result<transfers::BulkProgress> again = transfers::BulkProgress::decode(written);
  MAGNETO_CHECK(again.ok() && again->encode() == written);
  return 0;
}
