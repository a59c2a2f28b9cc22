// SPDX-License-Identifier: Apache-2.0
//
// Writes as they stand in files for `batch` and `transact`, one per line:
//
//   {"table": "Songs", "put": {"Artist": "Nina", "Title": "Sinnerman"}}
//   {"table": "Songs", "delete": {"Artist": "Nina", "Title": "Sinnerman"}}
//   {"table": "Songs", "update": {...key...}, "with": "SET Plays = Plays + 1", "where": "Plays < 9"}
//   {"table": "Songs", "check": {...key...}, "where": "attribute_exists(Artist)"}
//   {"table": "Songs", "get": {...key...}}
//
// Items and keys are plain or DynamoDB's JSON. The last three, and "where", are for `transact` only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/options.h"
#include "magneto/batch_writer.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

enum class WriteKind { kPut, kDelete, kUpdate, kCheck, kGet };

struct FileWrite {
  std::size_t line = 0;
  std::string table;
  WriteKind kind = WriteKind::kPut;
  Item item;  ///< Of all but a put the key.
  std::string with;
  std::string where;
};

/// Of commands that write item after item: what is buffered at a rate is what Ctrl-C waits for.
BatchOptions batch_options(const Options& options);

/// All lines; empty ones do not count. Errors: kSerialization, with the line.
magneto::Result<std::vector<FileWrite>> read_writes(std::string_view text);

}  // namespace magneto::internal::commands
