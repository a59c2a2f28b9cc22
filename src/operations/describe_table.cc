// SPDX-License-Identifier: Apache-2.0
//
// DescribeTable. Order of checks: table name, table exists.
#include "operations/table_description.h"
#include "operations/table_name.h"
#include "operations/table_operations.h"

namespace magneto::operations {

Result<wire::DescribeTableOutput> describe_table(Context& context,
                                                 const wire::DescribeTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_any_table(context, *input.table_name));
  return wire::DescribeTableOutput{
      .table = describe(context.arena, *context.table, context.services.clock.now_ms())};
}

}  // namespace magneto::operations
