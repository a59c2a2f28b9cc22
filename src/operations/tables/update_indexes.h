// SPDX-License-Identifier: Apache-2.0
//
// UpdateTable's changes of global indexes.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// One by one, in the order of the request. `switched`: the same request made the table
/// provisioned. Errors: kResourceNotFound, kLimitExceeded; kValidation for what is wrong with an
/// index.
Result<void> change_indexes(catalog::Table& table, const model::UpdateTableInput& input,
                            bool switched, std::int64_t now_ms);

}  // namespace magneto::internal::operations
