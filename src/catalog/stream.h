// SPDX-License-Identifier: Apache-2.0
//
// A stream of a table: what is known about it. Its records lie in Family::kChanges under its space.
//
// A stream begins ENABLING: writes record their changes already, but writes that took an older
// version of the table may still come in between without a record. Once there are none any more it
// is ENABLED, and begins at `first`: from there on no change is missing. In the same way it is
// DISABLING until nobody can write to it any more, then DISABLED and complete at `end`. It stays
// readable for 24 hours after that.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/resource_policy.h"
#include "keys/key_bytes.h"
#include "model/enums.h"

namespace magneto::internal::catalog {

using ViewType = model::StreamViewType;
using StreamStatus = model::StreamStatus;

/// How long records can be read, and a disabled stream be seen.
inline constexpr std::int64_t kStreamRetention_ms = 24 * 60 * 60 * 1000;

struct Stream {
  keys::SpaceId space = 0;  ///< Of its records. 0: for the catalog to give.
  ViewType view_type = ViewType::kKeysOnly;
  std::string label;  ///< Its creation time as text; the last part of its ARN.
  std::int64_t created_ms = 0;
  std::int64_t disabled_ms = 0;  ///< 0: not disabled.
  std::uint64_t first = 0;       ///< No record counts that is below. 0: ENABLING.
  std::uint64_t end = 0;         ///< Behind the last record. 0: may grow.
  ResourcePolicy policy;

  bool enabled() const { return disabled_ms == 0; }
  /// Waits for writes that follow an older version of the table.
  bool in_transition() const { return enabled() ? first == 0 : end == 0; }
  StreamStatus status() const {
    if (enabled()) return in_transition() ? StreamStatus::kEnabling : StreamStatus::kEnabled;
    return in_transition() ? StreamStatus::kDisabling : StreamStatus::kDisabled;
  }
};

}  // namespace magneto::internal::catalog
