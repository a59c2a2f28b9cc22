// SPDX-License-Identifier: Apache-2.0
//
// UpdateTable's changes of vector indexes: they are added and removed, never changed.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// One by one, in the order of the request. Errors: kResourceNotFound, kLimitExceeded; kValidation
/// for what is wrong with an index.
Result<void> change_vector_indexes(catalog::Table& table, const model::UpdateTableInput& input);

}  // namespace magneto::internal::operations
