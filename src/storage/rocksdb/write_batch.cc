// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/write_batch.h"

#include <array>

#include "storage/counters.h"
#include "storage/rocksdb/status.h"

namespace magneto::internal::storage {
namespace {

constexpr std::size_t kMaxCounters = 32;

::rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

void RocksdbBatch::put(Key key, std::string_view value) {
  MAGNETO_CHECK(key.family != Family::kCounters);
  note(batch_.Put(families_[key.family], slice(key.bytes), slice(value)));
}

void RocksdbBatch::erase(Key key) { note(batch_.Delete(families_[key.family], slice(key.bytes))); }

void RocksdbBatch::add(Key key, std::span<const std::int64_t> deltas) {
  MAGNETO_CHECK(key.family == Family::kCounters && deltas.size() <= kMaxCounters);
  std::array<char, kMaxCounters * kCounterBytes> bytes;
  note(batch_.Merge(families_[key.family], slice(key.bytes),
                    slice(encode_counters(deltas, bytes.data()))));
}

Result<void> RocksdbBatch::status() const {
  if (status_.ok()) return {};
  return to_error(status_, "preparing a write");
}

}  // namespace magneto::internal::storage
