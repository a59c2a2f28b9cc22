// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/counter_merge.h"

#include "storage/counters.h"

namespace magneto::internal::storage {
namespace {

class CounterMerge : public ::rocksdb::MergeOperator {
 public:
  const char* Name() const override { return "magneto.counters.1"; }

  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const override {
    // RocksDB says it is empty, but walking backwards it hands over the sum of the key before.
    out->new_value.clear();
    if (in.existing_value != nullptr && !add(out->new_value, *in.existing_value)) return false;
    for (const ::rocksdb::Slice& operand : in.operand_list) {
      if (!add(out->new_value, operand)) return false;
    }
    return true;
  }

  bool PartialMergeMulti(const ::rocksdb::Slice&, const std::deque<::rocksdb::Slice>& operands,
                         std::string* sum, ::rocksdb::Logger*) const override {
    sum->clear();
    for (const ::rocksdb::Slice& operand : operands) {
      if (!add(*sum, operand)) return false;
    }
    return true;
  }

 private:
  /// False for damaged bytes: RocksDB then reports corruption.
  static bool add(std::string& sums, const ::rocksdb::Slice& delta) {
    const std::string_view bytes(delta.data(), delta.size());
    if (!is_counters(bytes)) return false;
    add_counters(sums, bytes);
    return true;
  }
};

}  // namespace

std::shared_ptr<::rocksdb::MergeOperator> counter_merge_operator() {
  return std::make_shared<CounterMerge>();
}

}  // namespace magneto::internal::storage
