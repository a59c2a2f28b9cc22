// SPDX-License-Identifier: Apache-2.0
//
// The ResourceArn of operations on tags and policies: that of a table or of one of its streams.
#pragma once

#include <string_view>

#include "base/result.h"

namespace magneto::internal::operations {

/// Borrows the ARN.
struct ResourceName {
  std::string_view table;
  std::string_view stream_label;  ///< Empty: the table itself.
};

/// Of any region and account. Errors (kValidation): no ARN, not of this service, that of an index.
/// Texts observed on the service in October 2026.
Result<ResourceName> read_resource_arn(std::string_view arn);

}  // namespace magneto::internal::operations
