// SPDX-License-Identifier: Apache-2.0
//
// Any text as the ARN of a backup: it is refused, or what it names makes an ARN that names the
// same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "operations/backups/backup_arn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto name = operations::read_backup_arn(text);
  if (!name.ok()) return 0;
  const std::string arn = operations::backup_arn({.region = std::string(name->region)}, name->id);
  const auto again = operations::read_backup_arn(arn);
  MAGNETO_CHECK(again.ok() && again->region == name->region && again->id == name->id);
  return 0;
}
