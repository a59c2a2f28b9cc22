// SPDX-License-Identifier: Apache-2.0
//
// The TableArn of exports, and of lists of exports and imports: an ARN it must be, a name will not
// do.
#pragma once

#include <string_view>

#include "base/result.h"

namespace magneto::internal::operations {

/// The table's name. Borrows the ARN. Errors (kValidation): no ARN; the ARN of something else.
Result<std::string_view> read_table_arn(std::string_view arn);

}  // namespace magneto::internal::operations
