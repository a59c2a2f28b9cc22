// SPDX-License-Identifier: Apache-2.0
//
// GetItem. Order of checks:
//
//   1. expression and legacy parameters together, names without an expression
//   2. values of Key
//   3. AttributesToGet names an attribute twice
//   4. ExpressionAttributeNames, ProjectionExpression, what is unused
//   5. the table is there
//   6. Key: attributes and types, empty, size
//   7. ProjectionExpression reaches into a key
//
// As dynalite's tests record of the service.
#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/core/table_name.h"
#include "operations/core/throttle.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_operations.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

Result<const expression::Projection*> bind_projection(Context& context,
                                                      const model::GetItemInput& input) {
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", input.projection_expression.has_value()}};
  const expression::ExpressionParameter legacy[] = {
      {"AttributesToGet", input.attributes_to_get.has_value()}};
  MAGNETO_RETURN_IF_ERROR(expression::check_parameters(
      expressions, legacy, input.expression_attribute_names.has_value(), false));
  MAGNETO_RETURN_IF_ERROR(model::check_content(*input.key));
  MAGNETO_RETURN_IF_ERROR(check_attributes_to_get(input.attributes_to_get));
  if (!input.projection_expression) {
    return projection_of_request(context.arena, input.attributes_to_get, nullptr);
  }

  MAGNETO_ASSIGN_OR_RETURN(
      RequestExpressions bound,
      RequestExpressions::begin(context, input.expression_attribute_names, std::nullopt));
  MAGNETO_ASSIGN_OR_RETURN(const expression::Projection* projection,
                           bound.projection(input.projection_expression));
  MAGNETO_RETURN_IF_ERROR(bound.finish());
  return projection;
}

model::ConsumedCapacity capacity_of_get(Arena& arena, const model::GetItemInput& input,
                                        const catalog::Table& table, std::uint64_t bytes) {
  const bool strong = input.consistent_read.value_or(false);
  TableCapacity capacity(arena, *input.table_name, table);
  capacity.add(
      derive::read_units(bytes, strong ? derive::ReadMode::kStrong : derive::ReadMode::kEventual));
  return capacity.describe(arena, capacity_detail(input.return_consumed_capacity),
                           CapacitySort::kPlain);
}

}  // namespace

Result<model::GetItemOutput> get_item(Context& context, const model::GetItemInput& input) {
  Arena& arena = context.arena;
  MAGNETO_ASSIGN_OR_RETURN(const expression::Projection* projection,
                           bind_projection(context, input));

  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_item_table(context, *input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_key(table->schema, *input.key));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*table, projection));

  MAGNETO_RETURN_IF_ERROR(admit(context, *table, Traffic::kReads));

  const std::string_view key = keys::item_key(arena, table->space, table->schema, *input.key);
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> item,
                           snapshot.get(arena, {table.get(), key}));

  if (context.services.throttle != nullptr) {
    const bool strong = input.consistent_read.value_or(false);
    charge(context, *table, Traffic::kReads,
           derive::read_units(item ? value::item_size(*item) : 0,
                              strong ? derive::ReadMode::kStrong : derive::ReadMode::kEventual));
  }

  model::GetItemOutput output;
  if (capacity_detail(input.return_consumed_capacity) != CapacityDetail::kNone) {
    const std::uint64_t bytes = item ? value::item_size(*item) : 0;
    output.consumed_capacity = capacity_of_get(arena, input, *table, bytes);
  }
  if (item) {
    output.item =
        model::AttributeMap(projection ? expression::project(arena, *projection, *item) : *item);
  }
  return output;
}

}  // namespace magneto::internal::operations
