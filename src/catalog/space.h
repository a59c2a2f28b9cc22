// SPDX-License-Identifier: Apache-2.0
//
// The kinds of spaces, by what is in them: each kind lies in a family of the engine's keys.
#pragma once

#include <cstdint>

#include "storage/engine.h"

namespace magneto::internal::catalog {

enum class SpaceKind : std::uint8_t {
  kItems,         ///< Of a table, or of a backup's copy.
  kIndexEntries,  ///< Of a secondary or vector index.
  kChanges,       ///< Records of a stream, or of a table's history.
};

constexpr storage::Family family_of(SpaceKind kind) {
  switch (kind) {
    case SpaceKind::kItems:
      return storage::Family::kItems;
    case SpaceKind::kIndexEntries:
      return storage::Family::kIndexes;
    case SpaceKind::kChanges:
      break;
  }
  return storage::Family::kChanges;
}

}  // namespace magneto::internal::catalog
