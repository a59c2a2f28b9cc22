// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/families.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <algorithm>

#include "storage/rocksdb/counter_merge.h"
#include "storage/rocksdb/skipping_memtable.h"

namespace magneto::internal::storage {
namespace {

using ::rocksdb::BlockBasedTableOptions;
using ::rocksdb::ColumnFamilyOptions;

// RocksDB keeps data of the default column family in any case: it takes the first family.
constexpr std::array<const char*, kFamilyCount> kNames = {"default", "items",    "indexes",
                                                          "changes", "counters", "tokens"};

std::shared_ptr<::rocksdb::TableFactory> table_factory(
    const std::shared_ptr<::rocksdb::Cache>& cache) {
  BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(::rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  // A hash index inside each block: a point read does not search it.
  table.data_block_index_type = BlockBasedTableOptions::kDataBlockBinaryAndHash;
  return std::shared_ptr<::rocksdb::TableFactory>(::rocksdb::NewBlockBasedTableFactory(table));
}

/// Items and indexes take the full write buffer. Counters get one entry of some 60 bytes a write:
/// with a quarter they fill in about the same time, so that no log file is kept for their sake
/// alone.
std::size_t write_buffer_bytes(Family family, std::size_t full) {
  switch (family) {
    case Family::kItems:
    case Family::kIndexes:
    case Family::kChanges:
      return full;
    case Family::kCounters:
      return full / 4;
    case Family::kCatalog:
    case Family::kTokens:
      return full / 8;
  }
  return full;
}

ColumnFamilyOptions family_options(Family family, const RocksdbOptions& options,
                                   const std::shared_ptr<::rocksdb::TableFactory>& tables) {
  ColumnFamilyOptions family_options;
  family_options.table_factory = tables;
  family_options.compression = ::rocksdb::kLZ4Compression;
  family_options.level_compaction_dynamic_level_bytes = true;
  family_options.write_buffer_size = write_buffer_bytes(family, options.write_buffer_bytes);
  family_options.max_write_buffer_number = 4;
  family_options.target_file_size_base = options.table_file_bytes;
  family_options.max_bytes_for_level_base = 4 * options.table_file_bytes;
  // What an empty memtable takes: six of them must stay small.
  family_options.arena_block_size =
      std::clamp<std::size_t>(family_options.write_buffer_size / 64, 16 << 10, 1 << 20);
  if (family == Family::kItems) {
    // A write reads what was there before. With a filter of 256 KB for each memtable of 64 MB, what
    // is new is not looked for in the list.
    family_options.memtable_whole_key_filtering = true;
    family_options.memtable_prefix_bloom_size_ratio = 0.004;
  }
  if (family == Family::kCounters) {
    family_options.merge_operator = counter_merge_operator();
  } else {
    family_options.memtable_factory = skipping_memtable_factory();
  }
  return family_options;
}

}  // namespace

std::vector<::rocksdb::ColumnFamilyDescriptor> family_descriptors(
    const RocksdbOptions& options, const std::shared_ptr<::rocksdb::Cache>& cache) {
  const auto tables = table_factory(cache);
  std::vector<::rocksdb::ColumnFamilyDescriptor> descriptors;
  for (int i = 0; i < kFamilyCount; ++i) {
    descriptors.emplace_back(kNames[static_cast<std::size_t>(i)],
                             family_options(static_cast<Family>(i), options, tables));
  }
  return descriptors;
}

}  // namespace magneto::internal::storage
