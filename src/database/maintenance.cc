// SPDX-License-Identifier: Apache-2.0
#include "database/maintenance.h"

#include <filesystem>
#include <memory>

#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::database {
namespace {

/// Opens what is there; opening alone would make a new database of an empty directory.
Result<std::unique_ptr<storage::Engine>> open_existing(const std::string& directory) {
  std::error_code ignored;
  if (!std::filesystem::exists(std::filesystem::path(directory) / "FORMAT", ignored)) {
    return Error(ErrorCode::kInvalidArgument, "there is no database in " + directory);
  }
  storage::RocksdbOptions options;
  options.directory = directory;
  return storage::open_rocksdb(options);
}

}  // namespace

Result<std::vector<std::string>> check_directory(
    const std::string& directory, FunctionRef<bool(const storage::VerifyProgress&)> progress) {
  MAGNETO_ASSIGN_OR_RETURN(const auto engine, open_existing(directory));
  return engine->verify(progress);
}

Result<void> copy_directory(const std::string& directory, const std::string& to) {
  MAGNETO_ASSIGN_OR_RETURN(const auto engine, open_existing(directory));
  return engine->copy_to(to);
}

}  // namespace magneto::internal::database
