// SPDX-License-Identifier: Apache-2.0
//
// Tables as the table operations name and find them.
#pragma once

#include <string_view>

#include "base/result.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// The name in a TableName member, which may be a table ARN; the wire has checked its form as a
/// name. Errors (kValidation): a malformed ARN.
Result<std::string_view> read_table_name(std::string_view name_or_arn);

/// Whether the table is still described as CREATING: it is filled, or in its transition delay.
bool is_being_created(const Context& context, const catalog::Table& table);

/// Whether it is that because it is being restored: only the table operations see it then.
bool is_being_restored(const Context& context, const catalog::Table& table);

/// The table that an operation on items names. Errors: kResourceNotFound, also while the table is
/// being created; kValidation for a malformed ARN.
Result<catalog::TablePtr> find_item_table(Context& context, std::string_view name_or_arn);

/// The table, or "Requested resource not found: Table: X not found".
Result<catalog::TablePtr> find_any_table(Context& context, std::string_view name_or_arn);
/// The same for what a table that is being restored does not have yet (observed: tags, time to
/// live, policies, insights).
Result<catalog::TablePtr> find_described_table(Context& context, std::string_view name_or_arn);
/// The same for what any table that is being created does not have yet (observed: policies,
/// insights, Kinesis destinations, changes of time to live).
Result<catalog::TablePtr> find_created_table(Context& context, std::string_view name_or_arn);

}  // namespace magneto::internal::operations
