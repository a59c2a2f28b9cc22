// SPDX-License-Identifier: Apache-2.0
//
// Which answers are too much work for an event loop, on which all other requests wait meanwhile.
#pragma once

#include <cstdint>

#include "operations/core/context.h"
#include "store/snapshot.h"

namespace magneto::internal::operations {

/// Whether an answer with so many bytes of items is to be made on a thread that may wait: more than
/// a page of a Query has. (Control characters make six bytes of JSON each.)
inline bool is_long_answer(const Context& context, std::uint64_t item_bytes) {
  return context.blocking == Blocking::kNever && item_bytes > store::kPageBytes;
}

}  // namespace magneto::internal::operations
