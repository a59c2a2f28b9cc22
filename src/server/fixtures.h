// SPDX-License-Identifier: Apache-2.0
//
// Tables and items that a server begins with (`--tables FILE...`).
//
//   NAME.json    the body of a CreateTable call
//   NAME.jsonl   items of the table of the file before, one per line: {"Item": {"pk": {"S": "a"}}}, as
//                ExportTableToPointInTime writes them, or without the {"Item": }
//
// A table that is there already is left as it is, and so are its items.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace magneto::internal::database {
class Database;
}

namespace magneto::internal::server {

/// Waits for the disk. Errors: kInvalidArgument, with file, line and reason.
Result<void> load_tables(database::Database& database, const std::vector<std::string>& files);

}  // namespace magneto::internal::server
