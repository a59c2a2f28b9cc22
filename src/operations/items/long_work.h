// SPDX-License-Identifier: Apache-2.0
//
// What is too much work for an event loop, on which all other requests wait meanwhile.
#pragma once

#include <cstdint>

#include "operations/core/context.h"
#include "store/snapshot.h"

namespace magneto::internal::operations {

/// Whether so many bytes of items are to be answered, or looked into by conditions, on a thread that
/// may wait: more than a page of a Query has. (Control characters make six bytes of JSON each.)
inline bool is_long_work(const Context& context, std::uint64_t item_bytes) {
  return context.blocking == Blocking::kNever && item_bytes > store::kPageBytes;
}

}  // namespace magneto::internal::operations
