// SPDX-License-Identifier: Apache-2.0
//
// Whether counters are what they count.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "store/verify/check_context.h"

namespace magneto::internal::store {

/// The counters of a table or an index. Errors: kIo, kCorruption.
Result<void> check_space_counters(CheckContext& context, CheckedPlace& place, keys::SpaceId space,
                                  std::int64_t items, std::int64_t bytes, bool may_repair);

/// The sizes of the item collections of a table with local indexes: walks over their counters
/// beside the walk over the items.
class CollectionCheck {
 public:
  CollectionCheck(CheckContext& context, CheckedPlace& place, const catalog::Table& table);

  /// The next item in the order of keys, and its bytes with those of its local index entries.
  Result<void> add(std::string_view item_key, std::int64_t bytes);
  /// After the last one. Errors, as of add(): kIo, kCorruption.
  Result<void> finish(bool may_repair);

 private:
  Result<void> finish_collection();
  Result<void> expect_nothing_before(std::string_view key);
  void compare(std::string_view key, std::int64_t stored, std::int64_t right);

  CheckContext& context_;
  CheckedPlace& place_;
  Arena arena_;
  std::unique_ptr<storage::Cursor> counters_;
  std::string collection_;
  std::int64_t bytes_ = 0;
  struct Correction {
    std::string key;
    std::int64_t delta;
  };
  std::vector<Correction> corrections_;
};

}  // namespace magneto::internal::store
