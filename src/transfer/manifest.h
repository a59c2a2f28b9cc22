// SPDX-License-Identifier: Apache-2.0
//
// The manifest of a backup, one line of JSON:
//
//   {"format":"magneto-backup","version":1,"of":"https://.../Songs","started":"2026-...",
//    "finished":"2026-...","items":7,"bytes":512,"places":["done"],
//    "parts":[{"name":"parts/0000-000000.json.zst","items":7,"bytes":512,"sha256":"..."}],
//    "description":{...},"sha256":"..."}
//
// The last member is the SHA-256 of all bytes before its comma. `description` is what DescribeTable
// gave. While a backup is not finished, `finished` is empty, `places` says behind which keys its
// segments go on (as in state files), and the text lies in another file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/transfer/backup.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

struct Manifest {
  static constexpr int kVersion = 1;

  std::string of;
  std::string started;
  std::string finished;
  std::vector<std::string> places = {};
  std::vector<BackupPart> parts = {};
  std::string description = "{}";  ///< JSON.

  std::uint64_t items() const;
  std::uint64_t bytes() const;
};

std::string manifest_text(const Manifest& manifest);
/// Errors: kInvalidArgument, kChecksum; they say what is wrong, not in which file.
Result<Manifest> read_manifest(std::string_view text);

/// The described table. Errors: kInvalidArgument when it is no description.
Result<model::TableDescription> read_description(const std::string& json);

}  // namespace magneto::internal::transfer
