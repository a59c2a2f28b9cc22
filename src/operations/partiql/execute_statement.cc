// SPDX-License-Identifier: Apache-2.0
//
// ExecuteStatement. Order of checks:
//
//   1. values of Parameters
//   2. the statement is well formed
//   3. EXISTS, which stands in transactions only
//   4. it is one of those that there are; clauses, names and forms that are not supported
//   5. the number of parameters
//   6. values, paths and functions in it, those of an UPDATE's WHERE clause first
//   7. the table is there; of a SELECT the index, and whether it can be read consistently
//
// of a SELECT then:
//
//   8. NextToken
//   9. ORDER BY; values of keys in the WHERE clause: type, empty, size
//  10. SELECT list, then WHERE clause reach into a key; the WHERE clause compares a key attribute
//      with a value of another type; an index does not have what they name
//
// and of the others:
//
//   8. the WHERE clause reaches into a key
//   9. the key: attributes and types, empty, size; of an INSERT also those of indexes
//  10. the update changes a key attribute, or reaches into one
//  11. RETURNING
//  12. the item is there already, or is not; the condition
//  13. the update on the item: paths, operand types, numbers; its size; keys of indexes
//
// 1 to 11 as DynamoDB Local has it, but for 5 and 10 of those that write; there is no witness for
// the rest.
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/items/item_operations.h"
#include "operations/items/long_work.h"
#include "operations/items/request_digest.h"
#include "operations/items/single_write.h"
#include "operations/partiql/select_plan.h"
#include "operations/partiql/statement_plan.h"

namespace magneto::internal::operations {
namespace {

using Kind = partiql::Statement::Kind;

ReadParameters read_parameters_of(const model::ExecuteStatementInput& input,
                                  const partiql::Statement& statement) {
  ReadParameters parameters{};
  parameters.operation = "Scan";
  parameters.table_name = statement.table;
  parameters.index_name = statement.index;
  parameters.strong = input.consistent_read.value_or(false);
  parameters.limit = input.limit.value_or(0);
  parameters.capacity = capacity_detail(input.return_consumed_capacity);
  parameters.max_bytes = store::kPageBytes;
  return parameters;
}

Result<model::ExecuteStatementOutput> run_select(Context& context,
                                                 const model::ExecuteStatementInput& input,
                                                 const BoundStatement& bound) {
  Arena& arena = context.arena;
  const ReadParameters parameters = read_parameters_of(input, bound.statement);
  MAGNETO_ASSIGN_OR_RETURN(const Source source, find_statement_source(context, parameters));
  model::ParameterizedStatement same;
  same.statement = input.statement;
  same.parameters = input.parameters;
  ReadPlace place;
  if (input.next_token) {
    MAGNETO_ASSIGN_OR_RETURN(
        place, read_next_token(arena, request_digest(arena, same), *input.next_token));
  }
  MAGNETO_ASSIGN_OR_RETURN(const SelectPlan plan, plan_select(context, bound, source, parameters));
  MAGNETO_RETURN_IF_ERROR(admit_read(context, source));
  MAGNETO_ASSIGN_OR_RETURN(const SelectedPage selected,
                           read_select(context, plan, parameters, place));

  model::ExecuteStatementOutput output;
  const store::Page& page = selected.charged.page;
  output.items = items_of_page(arena, page);
  if (selected.next) {
    output.next_token = write_next_token(arena, request_digest(arena, same), *selected.next);
    if (page.last_evaluated_key) {
      output.last_evaluated_key = model::AttributeMap(*page.last_evaluated_key);
    }
  }
  if (parameters.capacity != CapacityDetail::kNone) {
    output.consumed_capacity = capacity_of_page(arena, plan.source, parameters, selected.charged);
  }
  return output;
}

Error refused(const Refusal& refusal) {
  std::string message(refusal.message);
  if (!refusal.item) return Error(refusal.code, std::move(message));
  json::JsonWriter members;
  members.key("Item");
  json::write_item(members, *refusal.item);
  return Error(refusal.code, std::move(message), std::string(members.text()));
}

Result<model::ExecuteStatementOutput> run_write(Context& context,
                                                const model::ExecuteStatementInput& input,
                                                const BoundStatement& bound) {
  Arena& arena = context.arena;
  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_item_table(context, bound.statement.table));
  MAGNETO_ASSIGN_OR_RETURN(const StatementWrite write,
                           plan_write(context, bound, *table,
                                      input.return_values_on_condition_check_failure ==
                                          model::ReturnValuesOnConditionCheckFailure::kAllOld));
  std::optional<value::ItemView> returned;
  auto decide = [&](const std::optional<value::ItemView>& old_item,
                    store::ItemChange& change) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(
        WriteWork(context).add(write.action.condition.condition, write.action.update, old_item));
    if (const auto refusal = find_refusal(write, old_item)) return refused(*refusal);
    MAGNETO_ASSIGN_OR_RETURN(change, apply_action(arena, *table, write.action, old_item));
    returned = returned_item(arena, write, old_item, change);
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(
      WriteReport report,
      write_single(context, bound.statement.table, *table, write.action.key,
                   capacity_detail(input.return_consumed_capacity), /*metrics=*/false, decide));

  model::ExecuteStatementOutput output;
  const auto items = arena.make_span<model::AttributeMap>(returned ? 1 : 0);
  if (returned) items[0] = *returned;
  output.items = items;
  output.consumed_capacity = std::move(report.consumed_capacity);
  return output;
}

}  // namespace

Result<model::ExecuteStatementOutput> execute_statement(Context& context,
                                                        const model::ExecuteStatementInput& input) {
  Arena& arena = context.arena;
  MAGNETO_ASSIGN_OR_RETURN(const auto parameters, read_parameters(arena, input.parameters));
  MAGNETO_ASSIGN_OR_RETURN(const auto parsed, partiql::parse(arena, *input.statement));
  if (partiql::kind_of(parsed) == Kind::kExists) {
    return validation_error(std::string(messages::kExistsOutsideTransaction));
  }
  MAGNETO_ASSIGN_OR_RETURN(const BoundStatement bound, bind_statement(arena, parsed, parameters));
  return bound.statement.reads() ? run_select(context, input, bound)
                                 : run_write(context, input, bound);
}

}  // namespace magneto::internal::operations
