// SPDX-License-Identifier: Apache-2.0
//
// ListTables. Names in ascending order; ExclusiveStartTableName need not exist. Order of checks:
// the limit, then the start name: both are the model's.
#include "operations/core/table_name.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMaxNames = 100;

}  // namespace

Result<model::ListTablesOutput> list_tables(Context& context, const model::ListTablesInput& input) {
  const auto tables = context.services.catalog.snapshot();
  auto next = input.exclusive_start_table_name
                  ? tables->upper_bound(*input.exclusive_start_table_name)
                  : tables->begin();
  const auto limit = static_cast<std::size_t>(input.limit.value_or(kMaxNames));
  auto names = context.arena.make_span<std::string_view>(std::min(limit, tables->size()));
  std::size_t count = 0;
  for (; next != tables->end() && count < limit; ++next)
    names[count++] = context.arena.copy(next->first);

  model::ListTablesOutput output;
  output.table_names = names.first(count);
  if (next != tables->end()) output.last_evaluated_table_name = names[count - 1];
  return output;
}

}  // namespace magneto::internal::operations
