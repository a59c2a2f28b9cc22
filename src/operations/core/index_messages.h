// SPDX-License-Identifier: Apache-2.0
//
// Texts about reading through an index.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::operations::messages {

/// It does not have all items yet.
inline Error index_backfilling(std::string_view index) {
  return validation_error("Cannot read from backfilling global secondary index: " +
                          std::string(index));
}

}  // namespace magneto::internal::operations::messages
