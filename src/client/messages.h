// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people, in more than one of its files.
#pragma once

#include "magneto/error.h"

namespace magneto::internal::client {

inline magneto::Error call_cancelled() {
  return {magneto::ErrorCode::kCancelled, "the call was cancelled"};
}

}  // namespace magneto::internal::client
