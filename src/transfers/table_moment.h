// SPDX-License-Identifier: Apache-2.0
//
// A table as it was: read from one snapshot, with what its history recorded since then
// undone. And what became of its items between two moments.
//
// What changed since a moment is kept in memory while it is read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/function_ref.h"
#include "base/result.h"
#include "catalog/table.h"
#include "derive/change_number.h"
#include "store/snapshot.h"
#include "value/encoded_item.h"

namespace magneto::internal::transfers {

/// By item key: the item before its first change, or that there was none.
using OldImages = std::map<std::string, std::optional<std::string>, std::less<>>;

class TableMoment {
 public:
  /// Borrows both. `snapshot` shows the table and its history at one moment, not before those asked
  /// for.
  TableMoment(store::Snapshot& snapshot, const catalog::Table& table)
      : snapshot_(snapshot), table_(table) {}

  /// Calls `see` with each item as it was before the changes from `until` on, in the order of item
  /// keys. 0: as the snapshot has it. Stops at the first error of `see`. Errors: see's, kIo,
  /// kCorruption.
  using SeeItem = FunctionRef<Result<void>(std::string_view key, value::ItemView item)>;
  Result<void> for_each_item(derive::ChangeNumber until, SeeItem see);

  struct Changed {
    std::string_view key;
    std::int64_t written_ms = 0;  ///< Of the last change in the period.
    std::optional<value::ItemView> before;
    std::optional<value::ItemView> after;
  };
  /// Calls `see` with each item that changes from `from` on and before `until` made another one.
  /// Errors: as above.
  using SeeChange = FunctionRef<Result<void>(const Changed& changed)>;
  Result<void> for_each_change(derive::ChangeNumber from, derive::ChangeNumber until,
                               SeeChange see);

 private:
  struct Record {
    std::string_view key;
    derive::ChangeNumber number = 0;
    std::optional<value::ItemView> old_image;
  };
  Result<void> for_each_record(derive::ChangeNumber from, derive::ChangeNumber until,
                               FunctionRef<Result<void>(const Record&)> see);
  Result<OldImages> old_images(derive::ChangeNumber from);

  store::Snapshot& snapshot_;
  const catalog::Table& table_;
};

}  // namespace magneto::internal::transfers
