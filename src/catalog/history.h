// SPDX-License-Identifier: Apache-2.0
//
// History of a table: what point-in-time recovery keeps. Each write leaves the item's old image
// under a change number (Family::kChanges, under `space`), so the table as it was is the table as
// it is, with everything since then undone.
//
// It begins in transition, as a stream does: writes that took an older version of the table may still
// come in without a record. Once there are none any more, it begins at `first`. Turned off while a
// table is being restored from it, it is closing: nobody sees it any more, writes go on to be
// recorded, until the restore has come to its end.
#pragma once

#include <algorithm>
#include <cstdint>

#include "keys/key_bytes.h"

namespace magneto::internal::catalog {

inline constexpr std::int64_t kLongestRecoveryDays = 35;
inline constexpr std::int64_t kDay_ms = 24 * 60 * 60 * 1000;

struct History {
  keys::SpaceId space = 0;  ///< Of its records. 0: for the catalog to give.
  std::int64_t enabled_ms = 0;
  std::int64_t period_days = kLongestRecoveryDays;
  std::uint64_t first = 0;  ///< No record counts that is below. 0: in transition.
  bool closing = false;

  bool in_transition() const { return first == 0; }
  /// The earliest moment that the table can be restored to.
  std::int64_t earliest_ms(std::int64_t now_ms) const {
    return std::max(enabled_ms, now_ms - period_days * kDay_ms);
  }
};

}  // namespace magneto::internal::catalog
