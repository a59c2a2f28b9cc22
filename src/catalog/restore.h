// SPDX-License-Identifier: Apache-2.0
//
// Restore: where a table that is being restored gets its items from. The spaces named here are not
// dropped before that is done, whatever becomes of the table or the backup that they belong to.
#pragma once

#include <cstdint>
#include <string>

#include "keys/key_bytes.h"

namespace magneto::internal::catalog {

struct Restore {
  std::string backup;          ///< Id of its document; empty: restored to a point in time.
  std::string source_table;    ///< Name.
  keys::SpaceId items = 0;     ///< Copied from here (Family::kItems)...
  keys::SpaceId history = 0;   ///< ...and what is recorded here (Family::kChanges)...
  std::uint64_t until = 0;     ///< ...from this number on is undone. 0: there is nothing to undo.
  std::int64_t moment_ms = 0;  ///< RestoreDateTime.
};

}  // namespace magneto::internal::catalog
