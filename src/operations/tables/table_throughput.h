// SPDX-License-Identifier: Apache-2.0
//
// UpdateTable's changes of billing mode and units, with what they do to warm throughput and to the
// times and counts that are described.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// Billing mode and units of the table. Errors (kValidation): units missing or too much for the
/// mode, or those that there are.
Result<void> change_billing(catalog::Table& table, const model::UpdateTableInput& input,
                            std::int64_t now_ms);

/// Units of an index. `switched`: the same request made the table provisioned, the index has none
/// yet. Errors (kValidation): units missing or too much for the mode, or those that there are.
Result<void> change_index_units(const catalog::Table& table, catalog::Index& index,
                                const model::UpdateGlobalSecondaryIndexAction& action,
                                bool switched, std::int64_t now_ms);

}  // namespace magneto::internal::operations
