// SPDX-License-Identifier: Apache-2.0
//
// Any text as a stored document of a backup: it is refused, or read as a backup that is written and
// read again to the same text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "catalog/backup.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Result<catalog::Backup> backup = catalog::decode_backup({"Music/backup/0-a", text});
  if (!backup.ok()) return 0;
  const std::string once = catalog::encode_backup(*backup);
  const Result<catalog::Backup> again = catalog::decode_backup({"Music/backup/0-a", once});
  MAGNETO_CHECK(again.ok());
  MAGNETO_CHECK(catalog::encode_backup(*again) == once);
  return 0;
}
