// SPDX-License-Identifier: Apache-2.0
//
// Reading a stream's records, one page at a time.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.h"
#include "base/result.h"
#include "derive/change.h"
#include "derive/change_number.h"
#include "keys/key_bytes.h"
#include "storage/engine.h"

namespace magneto::internal::store {

struct ChangeRequest {
  keys::SpaceId space = 0;  ///< The stream's.
  derive::ChangeNumber begin = 0;
  derive::ChangeNumber end = 0;  ///< Not read any more.
  std::size_t limit = 1000;
  /// Of stored bytes. The record that would exceed it begins the next page, unless it is the only
  /// one.
  std::size_t max_bytes = 1024 * 1024;
};

struct NumberedChange {
  derive::ChangeNumber number = 0;
  derive::Change change;
};

struct ChangePage {
  std::span<const NumberedChange> changes;  ///< In the arena, as the items in them.
  derive::ChangeNumber next = 0;            ///< Where the next page begins.
};

/// Errors: kWouldBlock, kIo, kCorruption.
Result<ChangePage> read_change_page(Arena& arena, storage::View& view,
                                    const ChangeRequest& request);

}  // namespace magneto::internal::store
