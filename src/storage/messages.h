// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people, in more than one of its files.
#pragma once

#include "base/error.h"

namespace magneto::internal::storage {

inline Error memory_cannot_be_copied() {
  return {ErrorCode::kInvalidArgument, "data in memory cannot be copied"};
}

}  // namespace magneto::internal::storage
