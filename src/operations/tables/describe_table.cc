// SPDX-License-Identifier: Apache-2.0
//
// DescribeTable. Order of checks: table name, table exists.
#include "operations/core/table_name.h"
#include "operations/tables/table_description.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {

Result<model::DescribeTableOutput> describe_table(Context& context,
                                                  const model::DescribeTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_any_table(context, *input.table_name));
  return model::DescribeTableOutput{
      .table = describe(context.arena, *context.table, context.services.clock.now_ms())};
}

}  // namespace magneto::internal::operations
