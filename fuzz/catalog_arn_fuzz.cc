// SPDX-License-Identifier: Apache-2.0
//
// Any text as an ARN: what is accepted names a table whose own ARN is accepted with the same name.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "catalog/arn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<std::string_view> name = catalog::table_name_of_arn(text);
  if (!name.ok()) return 0;
  const std::string arn = catalog::make_table_arn("us-east-1", "000000000000", *name);
  const Result<std::string_view> again = catalog::table_name_of_arn(arn);
  MAGNETO_CHECK(again.ok() && *again == *name);
  return 0;
}
