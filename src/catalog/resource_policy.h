// SPDX-License-Identifier: Apache-2.0
//
// The resource-based policy of a table or stream, as it is kept.
#pragma once

#include <cstdint>
#include <string>

namespace magneto::internal::catalog {

struct ResourcePolicy {
  /// In the service's canonical form (policy_document.h). Empty: there is none.
  std::string document;
  /// When it was last changed, or removed; its RevisionId. 0: there never was one.
  std::int64_t revision_ms = 0;

  bool exists() const { return !document.empty(); }
};

}  // namespace magneto::internal::catalog
