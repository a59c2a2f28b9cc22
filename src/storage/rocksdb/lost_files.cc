// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/lost_files.h"

#include <filesystem>
#include <system_error>

namespace magneto::internal::storage {

Result<void> check_for_lost_files(const std::string& directory) {
  namespace fs = std::filesystem;
  const std::string current = directory + "/CURRENT";
  std::error_code error;
  if (fs::exists(current, error)) return {};
  for (fs::directory_iterator entry(directory, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const fs::path kind = entry->path().extension();
    if (kind == ".sst" || kind == ".log") {
      return Error(ErrorCode::kCorruption,
                   "file " + current + " is missing, but " + entry->path().string() + " is there");
    }
  }
  if (error) return Error(ErrorCode::kIo, directory + ": " + error.message());
  return {};
}

}  // namespace magneto::internal::storage
