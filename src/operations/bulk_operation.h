// SPDX-License-Identifier: Apache-2.0
//
// Bulk operations as requests name them.
#pragma once

#include <string_view>

#include "operations/context.h"
#include "operations/transfer_document.h"

namespace magneto::operations {

struct BulkOperation {
  std::string id;
  wire::BulkOperationDescription description;  ///< In the request's arena.
};

/// Errors: kValidation when it is not the ARN of a bulk operation; kResourceNotFound.
Result<BulkOperation> find_bulk_operation(Context& context, std::string_view arn);

}  // namespace magneto::operations
