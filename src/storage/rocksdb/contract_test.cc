// SPDX-License-Identifier: Apache-2.0
//
// The embedded engine under the contract of every engine.
#include "storage/contract_test.h"

#include "storage/contract_cold_test.h"
#include "storage/contract_concurrency_test.h"
#include "storage/contract_model_test.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::storage {
namespace {

EngineUnderTest on_disk() {
  return {"on_disk", true, [](const std::string& directory) {
            return open_rocksdb({.directory = directory + "/data"});
          }};
}

EngineUnderTest on_disk_async() {
  return {"on_disk_async", true, [](const std::string& directory) {
            return open_rocksdb({.directory = directory + "/data",
                                 .durability = Durability::kAsync,
                                 .async_flush_ms = 5});
          }};
}

/// So small that table files are written and compacted all the time.
EngineUnderTest on_disk_tiny() {
  return {"on_disk_tiny", true, [](const std::string& directory) {
            return open_rocksdb({.directory = directory + "/data",
                                 .cache_bytes = 64 << 10,
                                 .write_buffer_bytes = 128 << 10});
          }};
}

/// Of many files.
EngineUnderTest on_disk_many_files() {
  return {"on_disk_many_files", true, [](const std::string& directory) {
            return open_rocksdb({.directory = directory + "/data",
                                 .write_buffer_bytes = 128 << 10,
                                 .table_file_bytes = 16 << 10});
          }};
}

EngineUnderTest in_memory() {
  return {"in_memory", false, [](const std::string&) { return open_rocksdb({}); }};
}

EngineUnderTest in_memory_tiny() {
  return {"in_memory_tiny", false, [](const std::string&) {
            return open_rocksdb({.cache_bytes = 64 << 10, .write_buffer_bytes = 128 << 10});
          }};
}

EngineUnderTest in_memory_many_files() {
  return {"in_memory_many_files", false, [](const std::string&) {
            return open_rocksdb({.cache_bytes = 64 << 10,
                                 .write_buffer_bytes = 128 << 10,
                                 .table_file_bytes = 16 << 10});
          }};
}

std::string name_of(const ::testing::TestParamInfo<EngineUnderTest>& info) {
  return info.param.name;
}

const auto kEngines =
    ::testing::Values(on_disk(), on_disk_async(), on_disk_tiny(), in_memory(), in_memory_tiny());
const auto kEnginesOfFiles = ::testing::Values(on_disk(), on_disk_tiny(), on_disk_many_files(),
                                               in_memory(), in_memory_many_files());

INSTANTIATE_TEST_SUITE_P(Rocksdb, EngineContract, kEngines, name_of);
INSTANTIATE_TEST_SUITE_P(Rocksdb, EngineConcurrency, kEngines, name_of);
INSTANTIATE_TEST_SUITE_P(Rocksdb, EngineColdReads, kEnginesOfFiles, name_of);
INSTANTIATE_TEST_SUITE_P(Rocksdb, EngineModel, kEngines, name_of);

}  // namespace
}  // namespace magneto::internal::storage
