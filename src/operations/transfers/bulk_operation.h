// SPDX-License-Identifier: Apache-2.0
//
// Bulk operations as requests name them.
#pragma once

#include <string_view>

#include "operations/core/context.h"
#include "operations/transfers/transfer_document.h"

namespace magneto::internal::operations {

struct BulkOperation {
  std::string id;
  model::BulkOperationDescription description;  ///< In the request's arena.
};

/// Errors: kValidation when it is not the ARN of a bulk operation; kResourceNotFound.
Result<BulkOperation> find_bulk_operation(Context& context, std::string_view arn);

}  // namespace magneto::internal::operations
