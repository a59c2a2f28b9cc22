// SPDX-License-Identifier: Apache-2.0
//
// Whether the records of a stream or a history follow one another: what an item was before a change
// is what it was after the one before, and after the last one it is as the table has it.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "derive/change_number.h"
#include "store/verify/check_context.h"

namespace magneto::internal::store {

struct CheckedChanges {
  keys::SpaceId space = 0;
  derive::ChangeNumber first = 0;  ///< Nothing below counts.
  bool to_the_present = false;     ///< The last record of an item leads to the item as it is.
};

/// Errors: kIo, kCorruption.
Result<void> check_changes(CheckContext& context, CheckedPlace& place, const catalog::Table& table,
                           const CheckedChanges& changes);

}  // namespace magneto::internal::store
