// SPDX-License-Identifier: Apache-2.0
//
// Query. Order of checks:
//
//   1. expression and legacy parameters together, names and values without an expression
//   2. QueryFilter, ConditionalOperator
//   3. AttributesToGet names an attribute twice
//   4. values of ExclusiveStartKey
//   5. there is no key condition
//   6. Select with the other parameters
//   7. ExpressionAttributeNames and -Values, KeyConditionExpression, FilterExpression,
//      ProjectionExpression, what is unused
//   8. what no key condition may have; KeyConditions
//   9. the table is there, the index is there, it can be read consistently
//  10. ExclusiveStartKey: number of attributes, partition key
//  11. the key condition against the schema
//  12. ExclusiveStartKey: the other attributes, the table's key, inside the range
//  13. ProjectionExpression reaches into a key
//  14. the filter looks at a key attribute
//  15. ALL_ATTRIBUTES of a global index that does not have them
//  16. FilterExpression reaches into a key of an index
//  17. an index does not have what the filter names, a global one what the projection names
//
// As dynalite's tests record of the service (10 to 12 in this interleaving), 17 as DynamoDB Local
// has it; 6 has no witness for its place.
#include "operations/core/messages.h"
#include "operations/items/item_operations.h"
#include "operations/items/legacy_parameters.h"
#include "operations/items/range_read.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "operations/items/start_key.h"

namespace magneto::internal::operations {
namespace {

// What the request says without looking at the table.
struct BoundQuery {
  const expression::KeyTerms* terms = nullptr;
  const expression::Condition* filter = nullptr;
  const expression::Projection* projection = nullptr;
};

Result<void> check_parameters(const model::QueryInput& input) {
  const bool has_expression = input.key_condition_expression.has_value();
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", input.projection_expression.has_value()},
      {"FilterExpression", input.filter_expression.has_value()},
      {"KeyConditionExpression", has_expression}};
  // KeyConditions may stand beside the other expressions.
  const expression::ExpressionParameter legacy[] = {
      {"AttributesToGet", input.attributes_to_get.has_value()},
      {"QueryFilter", input.query_filter.has_value()},
      {"ConditionalOperator", input.conditional_operator.has_value()},
      {"KeyConditions", input.key_conditions.has_value() && has_expression}};
  return expression::check_parameters(expressions, legacy,
                                      input.expression_attribute_names.has_value(),
                                      input.expression_attribute_values.has_value());
}

Result<const expression::Condition*> bind_expressions(Context& context,
                                                      const model::QueryInput& input,
                                                      BoundQuery& bound) {
  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, input.expression_attribute_names,
                                                     input.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(
      const expression::Condition* key_condition,
      expressions.condition(input.key_condition_expression, expression::Role::kKeyCondition));
  if (input.filter_expression) {
    MAGNETO_ASSIGN_OR_RETURN(
        bound.filter, expressions.condition(input.filter_expression, expression::Role::kFilter));
  }
  MAGNETO_ASSIGN_OR_RETURN(bound.projection, expressions.projection(input.projection_expression));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  return key_condition;
}

Result<BoundQuery> bind_query(Context& context, const model::QueryInput& input,
                              const ReadParameters& parameters) {
  Arena& arena = context.arena;
  BoundQuery bound;
  MAGNETO_ASSIGN_OR_RETURN(bound.filter,
                           bind_filter(arena, input.query_filter, input.conditional_operator));
  MAGNETO_RETURN_IF_ERROR(check_attributes_to_get(input.attributes_to_get));
  MAGNETO_RETURN_IF_ERROR(check_start_key_values(input.exclusive_start_key));
  if (!input.key_conditions && !input.key_condition_expression) {
    return validation_error(std::string(messages::kNoKeyCondition));
  }
  const bool present = context.services.wording == checks::Wording::kPresent;
  MAGNETO_RETURN_IF_ERROR(check_select(parameters, present ? messages::kOneProblem : ""));
  MAGNETO_ASSIGN_OR_RETURN(const expression::Condition* key_condition,
                           bind_expressions(context, input, bound));
  bound.projection = projection_of_request(arena, input.attributes_to_get, bound.projection);

  const bool has_index = input.index_name.has_value();
  if (key_condition) {
    const expression::TermCount legacy =
        has_index ? expression::TermCount::kAny : expression::TermCount::kTwo;
    MAGNETO_ASSIGN_OR_RETURN(
        bound.terms, expression::key_terms(arena, *key_condition,
                                           present ? expression::TermCount::kSchema : legacy));
  } else {
    MAGNETO_ASSIGN_OR_RETURN(bound.terms,
                             bind_key_conditions(arena, input.key_conditions, has_index));
  }
  return bound;
}

// The range to read: what the key condition selects, behind the start key.
Result<keys::KeyRange> find_range(Arena& arena, const Source& source, const BoundQuery& bound,
                                  const std::optional<model::AttributeMap>& start_key,
                                  bool backward) {
  if (start_key) MAGNETO_RETURN_IF_ERROR(check_query_start_key_partition(source, *start_key));
  MAGNETO_ASSIGN_OR_RETURN(
      const expression::KeyCondition condition,
      expression::match_key_condition(
          arena, *bound.terms, source.schema(),
          source.index ? std::string_view(source.index->name) : std::string_view()));
  const keys::KeyRange range =
      keys::query_range(arena, source.space(), condition.partition_values, condition.sort);
  if (!start_key) return range;
  MAGNETO_RETURN_IF_ERROR(check_query_start_key_rest(source, *start_key));
  return resume_query(arena, source, *start_key, condition, range, backward);
}

Result<void> check_filter_leaves_keys(const Source& source, const model::QueryInput& input,
                                      const expression::Condition* filter) {
  if (filter == nullptr) return {};
  const auto key = expression::first_key_in(*filter, source.schema());
  if (!key) return {};
  return validation_error(
      messages::filter_on_key(input.query_filter ? "QueryFilter" : "Filter Expression", *key));
}

Result<void> check_against_table(Arena& arena, const model::QueryInput& input, const Source& source,
                                 const ReadParameters& parameters, const BoundQuery& bound) {
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*source.table, bound.projection));
  MAGNETO_RETURN_IF_ERROR(check_filter_leaves_keys(source, input, bound.filter));
  MAGNETO_RETURN_IF_ERROR(check_all_attributes(source, parameters));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*source.table, bound.filter));
  MAGNETO_RETURN_IF_ERROR(check_filter_projected(arena, source, bound.filter));
  return check_projected(arena, source, bound.projection);
}

}  // namespace

Result<model::QueryOutput> query(Context& context, const model::QueryInput& input) {
  Arena& arena = context.arena;
  const ReadParameters parameters = read_parameters(input);
  const bool backward = !input.scan_index_forward.value_or(true);
  MAGNETO_RETURN_IF_ERROR(check_parameters(input));
  MAGNETO_ASSIGN_OR_RETURN(const BoundQuery bound, bind_query(context, input, parameters));

  MAGNETO_ASSIGN_OR_RETURN(const Source source, find_source(context, parameters));
  MAGNETO_ASSIGN_OR_RETURN(const keys::KeyRange range,
                           find_range(arena, source, bound, input.exclusive_start_key, backward));
  MAGNETO_RETURN_IF_ERROR(check_against_table(arena, input, source, parameters, bound));

  MAGNETO_RETURN_IF_ERROR(admit_read(context, source));
  const Selection selection =
      make_selection(arena, source, parameters, bound.filter, bound.projection);
  MAGNETO_ASSIGN_OR_RETURN(ChargedPage charged,
                           read_page(context, source, parameters, selection, range, backward));
  // Behind the only item of its partition there is nothing to go on with.
  if (source.schema().sort.empty() && source.index == nullptr) {
    charged.page.last_evaluated_key.reset();
  }
  return page_output<model::QueryOutput>(arena, source, parameters, selection, charged);
}

}  // namespace magneto::internal::operations
