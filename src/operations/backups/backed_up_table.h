// SPDX-License-Identifier: Apache-2.0
//
// Tables as backups and point-in-time recovery name and find them.
#pragma once

#include <string_view>

#include "base/result.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// The table of a TableName member, once it has been created. Errors: kTableNotFound;
/// kValidation for a malformed ARN.
Result<catalog::TablePtr> find_backed_up_table(const Context& context,
                                               std::string_view name_or_arn);

/// The same for what needs backups to be enabled: on the service they are some moments before or
/// after a table is ACTIVE, here in the second half of its transition delay. Errors: also
/// kContinuousBackupsUnavailable.
Result<catalog::TablePtr> find_table_with_backups(const Context& context,
                                                  std::string_view name_or_arn);

}  // namespace magneto::internal::operations
