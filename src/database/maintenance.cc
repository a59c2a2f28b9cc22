// SPDX-License-Identifier: Apache-2.0
#include "database/maintenance.h"

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "catalog/catalog.h"
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

Result<CheckReport> check_directory(const std::string& directory, const CheckOptions& options) {
  MAGNETO_ASSIGN_OR_RETURN(const auto engine, open_existing(directory));
  CheckReport report;
  const auto on_file = [&](const storage::VerifyProgress& progress) {
    ++report.files;
    if (options.on_file) options.on_file(progress);
    return true;
  };
  MAGNETO_ASSIGN_OR_RETURN(report.damages, engine->verify(on_file));
  MAGNETO_ASSIGN_OR_RETURN(const auto catalog, catalog::Catalog::open(*engine, {}));
  store::VerifyOptions tables = options.tables;
  tables.repair_indexes = tables.repair_indexes && report.damages.empty();
  MAGNETO_ASSIGN_OR_RETURN(report.tables,
                           store::verify_tables(*engine, *catalog, system_clock(), tables));
  return report;
}

Result<void> copy_directory(const std::string& directory, const std::string& to) {
  MAGNETO_ASSIGN_OR_RETURN(const auto engine, open_existing(directory));
  return engine->copy_to(to);
}

}  // namespace magneto::internal::database
