// SPDX-License-Identifier: Apache-2.0
//
// Any text as a stored table description: it is refused, or read as a table that is written and
// read again to the same text.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "catalog/table_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<catalog::Table> table = catalog::decode_table(text);
  if (!table.ok()) return 0;
  const std::string once = catalog::encode_table(*table);
  const Result<catalog::Table> again = catalog::decode_table(once);
  MAGNETO_CHECK(again.ok());
  MAGNETO_CHECK(catalog::encode_table(*again) == once);
  return 0;
}
