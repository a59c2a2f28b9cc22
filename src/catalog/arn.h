// SPDX-License-Identifier: Apache-2.0
//
// ARNs of tables: arn:aws:dynamodb:REGION:ACCOUNT:table/NAME, accepted wherever a table is named.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::catalog {

std::string make_table_arn(std::string_view region, std::string_view account,
                           std::string_view name);

/// Whether the text of a TableName member is meant as an ARN.
constexpr bool is_arn(std::string_view text) { return text.starts_with("arn:"); }

/// The table name in a table ARN of any partition, region and account. Borrows `arn`.
/// Errors: kValidation when it is no table ARN.
Result<std::string_view> table_name_of_arn(std::string_view arn);

}  // namespace magneto::internal::catalog
