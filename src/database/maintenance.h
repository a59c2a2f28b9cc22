// SPDX-License-Identifier: Apache-2.0
//
// What can be done with a data directory that no process serves: check it, copy it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/engine.h"
#include "store/verify/verification.h"

namespace magneto::internal::database {

struct CheckOptions {
  /// Told before each file.
  std::function<void(const storage::VerifyProgress&)> on_file = {};
  store::VerifyOptions tables = {};
};

struct CheckReport {
  std::uint64_t files = 0;
  std::vector<std::string> damages;  ///< Of files: one text a damage, with file and offset.
  /// What is wrong above the files. Looked at also when files are damaged, as far as they can be
  /// read; nothing is repaired then.
  store::Verification tables;

  bool is_right() const { return damages.empty() && tables.wrong == tables.repaired; }
};

/// Reads all files of the database in `directory` and compares them with their checksums, then
/// what is in them (store/verify/verification.h). Errors: kInvalidArgument (there is no database,
/// another process holds it, a newer release wrote it); kCorruption (it cannot be opened: the text
/// names the file); kIo.
Result<CheckReport> check_directory(const std::string& directory, const CheckOptions& options);

/// Makes a copy of the database in `directory` in `to`, which must not exist. Unchanged files are
/// shared with hard links where the file system can. Errors: as above.
Result<void> copy_directory(const std::string& directory, const std::string& to);

}  // namespace magneto::internal::database
