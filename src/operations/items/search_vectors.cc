// SPDX-License-Identifier: Apache-2.0
//
// SearchVectors. Order of checks:
//
//   1. TopK
//   2. names and values without an expression
//   3. values of SearchVector
//   4. ExpressionAttributeNames and -Values, SearchConditionExpression, ProjectionExpression, what
//      is unused
//   5. what no search may say in SearchConditionExpression: operators, then the form of each test
//   6. the table is there, the index is there, it is filled
//   7. the dimension of SearchVector
//   8. the condition against the search schema
//   9. ProjectionExpression reaches into a key
//
// That 5 comes before 8 is known of the service. The rest has no witness but what other operations
// do: what needs no table is said before the table is looked for. Attributes that the index does
// not project are left out without a word, and the vector comes only when ProjectionExpression
// names it (both observed).
#include <algorithm>
#include <cmath>
#include <limits>

#include "derive/capacity.h"
#include "expression/search_condition.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/vector_messages.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_operations.h"
#include "operations/items/long_work.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "value/float_vector.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMaxTopK = 100;
constexpr std::uint64_t kMaxAnswerBytes = 16ULL << 20;

/// A search among more floats than these, or more bytes of entries than a page has, is no work for
/// an event loop.
constexpr std::int64_t kFloatsAtOnce = 1 << 16;

// What the request says without looking at the table.
struct BoundSearch {
  std::span<const float> vector;
  const expression::Condition* condition = nullptr;
  const expression::Projection* projection = nullptr;
};

Result<void> check_parameters(const model::SearchVectorsInput& input) {
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", input.projection_expression.has_value()},
      {"SearchConditionExpression", input.search_condition_expression.has_value()}};
  return expression::check_parameters(expressions, {}, input.expression_attribute_names.has_value(),
                                      input.expression_attribute_values.has_value());
}

Result<std::span<const float>> read_vector(Arena& arena,
                                           std::span<const model::AttributeValue> elements) {
  const std::span<float> vector = arena.make_span<float>(elements.size());
  for (std::size_t i = 0; i < vector.size(); ++i) {
    const model::AttributeValue& element = elements[i];
    const bool number = element.problem.empty() && element.type() == value::Type::kNumber;
    const std::optional<float> value =
        number ? value::to_float(element.scalar()) : std::optional<float>();
    if (!value) return validation_error(std::string(messages::kNoFloatVector));
    vector[i] = *value;
  }
  return std::span<const float>(vector);
}

Result<BoundSearch> bind_search(Context& context, const model::SearchVectorsInput& input) {
  MAGNETO_RETURN_IF_ERROR(check_parameters(input));
  BoundSearch bound;
  MAGNETO_ASSIGN_OR_RETURN(bound.vector, read_vector(context.arena, *input.search_vector));
  MAGNETO_ASSIGN_OR_RETURN(RequestExpressions expressions,
                           RequestExpressions::begin(context, input.expression_attribute_names,
                                                     input.expression_attribute_values));
  MAGNETO_ASSIGN_OR_RETURN(
      bound.condition,
      expressions.condition(input.search_condition_expression, expression::Role::kSearchCondition));
  MAGNETO_ASSIGN_OR_RETURN(bound.projection, expressions.projection(input.projection_expression));
  MAGNETO_RETURN_IF_ERROR(expressions.finish());
  if (bound.condition) {
    MAGNETO_RETURN_IF_ERROR(expression::check_search_condition(*bound.condition));
  }
  return bound;
}

Result<const catalog::VectorIndex*> find_index(const Context& context, const catalog::Table& table,
                                               std::string_view name) {
  const catalog::VectorIndex* index = table.find_vector_index(name);
  if (index == nullptr) return validation_error(messages::no_such_index(name));
  const bool in_transition = context.services.clock.now_ms() < table.transition_ends_ms;
  if (index->backfilling || (in_transition && index->status != catalog::Status::kActive))
    return messages::vector_index_backfilling(name);
  return index;
}

// Where the vectors lie that the condition can hold for.
Result<keys::KeyRange> find_range(Arena& arena, const catalog::VectorIndex& index,
                                  const expression::Condition* condition) {
  const auto schema = arena.make_span<expression::SearchElement>(index.search_schema.size());
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const catalog::SearchAttribute& each = index.search_schema[i];
    schema[i] = {each.attribute.name, each.attribute.type, each.hash};
  }
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ValueView> hash,
                           expression::match_search_condition(condition, schema, index.name));
  if (!hash) return keys::whole_space(arena, index.space);
  return keys::query_range(arena, index.space, {&*hash, 1}, {});
}

bool is_long_work(const catalog::VectorIndex& index) {
  const catalog::Statistics& statistics = *index.statistics;
  return statistics.items.load() * index.dimensions > kFloatsAtOnce ||
         statistics.bytes.load() > static_cast<std::int64_t>(store::kPageBytes);
}

// Scores have the precision of what they are made of; JSON has no infinity.
double score_of(double exact) {
  constexpr double kMost = std::numeric_limits<float>::max();
  return static_cast<double>(static_cast<float>(std::clamp(exact, -kMost, kMost)));
}

bool names_vector(Arena& arena, const catalog::VectorIndex& index,
                  const expression::Projection* projection) {
  if (projection == nullptr) return false;
  const auto names = expression::attributes_of(arena, *projection);
  return std::ranges::find(names, index.attribute) != names.end();
}

// The attributes of a hit, with its vector among them.
value::ItemView with_vector(Arena& arena, const catalog::VectorIndex& index,
                            const store::VectorHit& hit) {
  const auto attributes = arena.make_span<value::Attribute>(hit.item.size() + 1);
  std::size_t count = 0;
  for (const value::Attribute& attribute : hit.item) attributes[count++] = attribute;
  attributes[count] = {index.attribute, value::list_of_floats(arena, hit.vector)};
  return value::make_item(arena, attributes);
}

struct Answer {
  std::span<const model::SearchResultItem> results;
  std::uint64_t bytes = 0;  ///< Item sizes.
};

Result<Answer> answer_of(Arena& arena, const catalog::VectorIndex& index,
                         const store::VectorHits& hits, const expression::Projection* projection) {
  const bool vector = names_vector(arena, index, projection);
  const auto results = arena.make_span<model::SearchResultItem>(hits.hits.size());
  Answer answer{results, 0};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const store::VectorHit& hit = hits.hits[i];
    value::ItemView item = vector ? with_vector(arena, index, hit) : hit.item;
    if (projection) item = expression::project(arena, *projection, item);
    results[i] = {model::AttributeMap(item), score_of(hit.score)};
    answer.bytes += value::item_size(item);
  }
  // No witness for what the service does with a larger answer, but that it gives none.
  if (answer.bytes > kMaxAnswerBytes)
    return validation_error(std::string(messages::kSearchAnswerTooLarge));
  return answer;
}

}  // namespace

Result<model::SearchVectorsOutput> search_vectors(Context& context,
                                                  const model::SearchVectorsInput& input) {
  Arena& arena = context.arena;
  if (*input.top_k > kMaxTopK) return messages::top_k_out_of_range(*input.top_k);
  MAGNETO_ASSIGN_OR_RETURN(const BoundSearch bound, bind_search(context, input));

  MAGNETO_ASSIGN_OR_RETURN(context.table, find_item_table(context, *input.table_name));
  const catalog::Table& table = *context.table;
  MAGNETO_ASSIGN_OR_RETURN(const catalog::VectorIndex* const index,
                           find_index(context, table, *input.index_name));
  if (bound.vector.size() != static_cast<std::size_t>(index->dimensions))
    return messages::dimensions_do_not_match(bound.vector.size(), index->dimensions);
  MAGNETO_ASSIGN_OR_RETURN(const keys::KeyRange range, find_range(arena, *index, bound.condition));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(table, bound.projection));

  if (context.blocking == Blocking::kNever && is_long_work(*index))
    return Error(ErrorCode::kWouldBlock, {});
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  PageFilter page_filter(bound.condition, page_deadline(context));
  const auto filter = [&](value::ItemView entry) { return page_filter.keeps(entry); };
  MAGNETO_ASSIGN_OR_RETURN(
      const store::VectorHits hits,
      snapshot.search_vectors(
          arena, {index, range, bound.vector, static_cast<std::size_t>(*input.top_k)}, filter));
  MAGNETO_RETURN_IF_ERROR(page_filter.check());
  MAGNETO_ASSIGN_OR_RETURN(const Answer answer, answer_of(arena, *index, hits, bound.projection));

  model::SearchVectorsOutput output;
  output.search_results = answer.results;
  if (capacity_detail(input.return_consumed_capacity) != CapacityDetail::kNone) {
    const std::uint64_t bytes = derive::search_bytes(hits.examined, bound.vector.size_bytes(),
                                                     hits.hits.size(), answer.bytes);
    output.consumed_capacity =
        model::VectorCapacity{.vector_search_request_bytes = static_cast<double>(bytes)};
  }
  return output;
}

}  // namespace magneto::internal::operations
