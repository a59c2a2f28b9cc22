// SPDX-License-Identifier: Apache-2.0
//
// What can be done with a data directory that no process serves: check its files, copy it.
#pragma once

#include <string>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "storage/engine.h"

namespace magneto::internal::database {

/// Reads all files of the database in `directory` and compares them with their checksums. Tells
/// `progress` before each file; false from there stops. Gives what is damaged, one text a damage,
/// with file and offset. Errors: kInvalidArgument (there is no database, another process holds it, a
/// newer release wrote it); kCorruption (it cannot be opened: the text names the file); kIo.
Result<std::vector<std::string>> check_directory(
    const std::string& directory, FunctionRef<bool(const storage::VerifyProgress&)> progress);

/// Makes a copy of the database in `directory` in `to`, which must not exist. Unchanged files are
/// shared with hard links where the file system can. Errors: as above.
Result<void> copy_directory(const std::string& directory, const std::string& to);

}  // namespace magneto::internal::database
