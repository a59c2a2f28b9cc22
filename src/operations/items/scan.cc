// SPDX-License-Identifier: Apache-2.0
//
// Scan. Order of checks:
//
//   1. expression and legacy parameters together, names and values without an expression
//   2. AttributesToGet names an attribute twice
//   3. ScanFilter, ConditionalOperator
//   4. values of ExclusiveStartKey
//   5. Segment and TotalSegments
//   6. Select with the other parameters
//   7. ExpressionAttributeNames and -Values, FilterExpression, ProjectionExpression, what is unused
//   8. the table is there, the index is there, it can be read consistently
//   9. ExclusiveStartKey: number of attributes, the index's key
//  10. ALL_ATTRIBUTES of a global index that does not have them
//  11. ExclusiveStartKey: the table's key, inside the segment
//  12. ProjectionExpression, then FilterExpression reach into a key
//  13. a global index does not have what the projection names
//
// As dynalite's tests record of the service; 6 and 13 have no witness for their place.
#include "operations/core/messages.h"
#include "operations/items/item_operations.h"
#include "operations/items/legacy_parameters.h"
#include "operations/items/range_read.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "operations/items/scan_page.h"
#include "operations/items/start_key.h"

namespace magneto::internal::operations {
namespace {

struct BoundScan {
  const expression::Condition* filter = nullptr;
  const expression::Projection* projection = nullptr;
};

Result<void> check_parameters(const model::ScanInput& input) {
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", input.projection_expression.has_value()},
      {"FilterExpression", input.filter_expression.has_value()}};
  const expression::ExpressionParameter legacy[] = {
      {"AttributesToGet", input.attributes_to_get.has_value()},
      {"ScanFilter", input.scan_filter.has_value()},
      {"ConditionalOperator", input.conditional_operator.has_value()}};
  return expression::check_parameters(expressions, legacy,
                                      input.expression_attribute_names.has_value(),
                                      input.expression_attribute_values.has_value());
}

Result<void> check_segment(const model::ScanInput& input) {
  const auto& segment = input.segment;
  const auto& total = input.total_segments;
  if (segment && !total) return validation_error(std::string(messages::kTotalSegmentsMissing));
  if (total && !segment) return validation_error(std::string(messages::kSegmentMissing));
  if (segment && *segment >= *total) {
    return validation_error(messages::segment_too_large(*segment, *total));
  }
  return {};
}

Result<BoundScan> bind_scan(Context& context, const model::ScanInput& input,
                            const ReadParameters& parameters) {
  Arena& arena = context.arena;
  BoundScan bound;
  MAGNETO_RETURN_IF_ERROR(check_attributes_to_get(input.attributes_to_get));
  MAGNETO_ASSIGN_OR_RETURN(bound.filter,
                           bind_filter(arena, input.scan_filter, input.conditional_operator));
  MAGNETO_RETURN_IF_ERROR(check_start_key_values(input.exclusive_start_key));
  MAGNETO_RETURN_IF_ERROR(check_segment(input));
  MAGNETO_RETURN_IF_ERROR(check_select(parameters));
  if (input.filter_expression || input.projection_expression) {
    MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                             RequestExpressions::begin(context, input.expression_attribute_names,
                                                       input.expression_attribute_values));
    MAGNETO_ASSIGN_OR_RETURN(
        bound.filter, expressions.condition(input.filter_expression, expression::Role::kFilter));
    MAGNETO_ASSIGN_OR_RETURN(bound.projection, expressions.projection(input.projection_expression));
    MAGNETO_RETURN_IF_ERROR(expressions.finish());
  }
  bound.projection = projection_of_request(arena, input.attributes_to_get, bound.projection);
  return bound;
}

keys::KeyRange scan_range(Arena& arena, const Source& source, const model::ScanInput& input) {
  if (!input.segment) return keys::whole_space(arena, source.space());
  return keys::segment_range(arena, source.space(), static_cast<std::uint32_t>(*input.segment),
                             static_cast<std::uint32_t>(*input.total_segments));
}

Result<keys::KeyRange> resume_scan(Arena& arena, const Source& source,
                                   const model::ScanInput& input, const keys::KeyRange& range) {
  if (!input.exclusive_start_key) return range;
  const value::ItemView key = *input.exclusive_start_key;
  MAGNETO_RETURN_IF_ERROR(check_start_key_of_table(source, key));
  const std::string_view start = start_key_bytes(arena, source, key);
  if (!range.contains(start)) {
    return validation_error(messages::start_key_segment(*input.segment, *input.total_segments));
  }
  return keys::resume(arena, range, start, /*backward=*/false);
}

}  // namespace

Result<model::ScanOutput> scan(Context& context, const model::ScanInput& input) {
  Arena& arena = context.arena;
  const ReadParameters parameters = read_parameters(input);
  MAGNETO_RETURN_IF_ERROR(check_parameters(input));
  MAGNETO_ASSIGN_OR_RETURN(const BoundScan bound, bind_scan(context, input, parameters));

  MAGNETO_ASSIGN_OR_RETURN(const Source source, find_source(context, parameters));
  if (input.exclusive_start_key) {
    MAGNETO_RETURN_IF_ERROR(check_scan_start_key(source, *input.exclusive_start_key));
  }
  MAGNETO_RETURN_IF_ERROR(check_all_attributes(source, parameters));
  MAGNETO_ASSIGN_OR_RETURN(const keys::KeyRange range,
                           resume_scan(arena, source, input, scan_range(arena, source, input)));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*source.table, bound.projection));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*source.table, bound.filter));
  MAGNETO_RETURN_IF_ERROR(check_projected(arena, source, bound.projection));

  const Selection selection =
      make_selection(arena, source, parameters, bound.filter, bound.projection);
  MAGNETO_RETURN_IF_ERROR(admit_read(context, source));
  MAGNETO_ASSIGN_OR_RETURN(const ChargedPage charged,
                           scan_page(context, source, parameters, selection, range));
  return page_output<model::ScanOutput>(arena, source, parameters, selection, charged);
}

}  // namespace magneto::internal::operations
