// SPDX-License-Identifier: Apache-2.0
//
// CloudWatch Contributor Insights of a table or global index: kept and described. Magneto has no
// CloudWatch; /metrics is the place to look.
#pragma once

#include <cstdint>
#include <string>

namespace magneto::internal::catalog {

struct ContributorInsights {
  bool enabled = false;
  std::string mode;             ///< ACCESSED_AND_THROTTLED_KEYS or THROTTLED_KEYS; empty: never on.
  std::int64_t updated_ms = 0;  ///< Last change of `enabled` or `mode`; 0: never.
  std::int64_t enabled_ms = 0;  ///< Last time it was turned on; part of its rules' names.
  /// Until then it is described as ENABLING or DISABLING. Not stored: a restart ends the transition.
  std::int64_t transition_ends_ms = 0;
};

}  // namespace magneto::internal::catalog
