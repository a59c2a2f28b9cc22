// SPDX-License-Identifier: Apache-2.0
#include "operations/partiql/select_plan.h"

#include <algorithm>

#include "keys/messages.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/vector_messages.h"
#include "operations/items/request_key.h"
#include "operations/items/scan_page.h"
#include "operations/items/start_key.h"
#include "partiql/key_choice.h"

namespace magneto::internal::operations {
namespace {

using partiql::KeyChoice;
using partiql::KeyChoices;
using value::ValueView;

// Developer guide, "PartiQL select statements": IN with up to 50 values of the partition key.
constexpr std::size_t kMaxParts = 50;
// "PartiQL operators": results of IN come in pages of up to 10 items, and a list of more values
// takes a NextToken. So a page looks up ten keys or partitions.
constexpr std::size_t kPartsOfPage = 10;

using Part = SelectPlan::Part;

Result<void> check_value(const keys::KeyAttribute& attribute, ValueView value) {
  if (value.scalar().empty()) return validation_error(keys::empty_key_text(attribute));
  return {};
}

Result<void> check_choice(const keys::KeySchema& schema, const KeyChoice& choice) {
  std::size_t partition_bytes = 0;
  for (std::size_t i = 0; i < schema.partition.size(); ++i) {
    MAGNETO_RETURN_IF_ERROR(check_value(schema.partition[i], choice.partition[i]));
    partition_bytes += choice.partition[i].scalar().size();
  }
  if (partition_bytes > keys::kMaxPartitionKeyBytes) {
    return validation_error(std::string(messages::kPartitionKeyTooLong));
  }
  for (std::size_t i = 0; i < choice.sort.equal.size(); ++i) {
    MAGNETO_RETURN_IF_ERROR(check_value(schema.sort[i], choice.sort.equal[i]));
    if (choice.sort.equal[i].scalar().size() > keys::kMaxSortKeyBytes) {
      return validation_error(std::string(messages::kSortKeyTooLong));
    }
  }
  const auto& range = choice.sort.range;
  if (!range || *range == keys::SortOperator::kBeginsWith) return {};
  const keys::KeyAttribute& attribute = schema.sort[choice.sort.equal.size()];
  MAGNETO_RETURN_IF_ERROR(check_value(attribute, choice.sort.low));
  if (*range == keys::SortOperator::kBetween) return check_value(attribute, choice.sort.high);
  return {};
}

// What the ORDER BY clause says of the two parts of a key.
struct Order {
  bool by_partition = false;
  bool partition_descending = false;
  bool sort_descending = false;
};

Result<Order> read_order(std::span<const partiql::OrderSyntax> keys,
                         const keys::KeySchema& schema) {
  using NodeKind = partiql::Node::Kind;
  Order order;
  for (const partiql::OrderSyntax& key : keys) {
    if (!key.key->is(NodeKind::kVariable)) {
      return validation_error(
          messages::order_by_type(key.key->is(NodeKind::kPath) ? "PATH" : key.key->text));
    }
    const std::string_view name = key.key->text;
    if (!schema.contains(name)) return validation_error(messages::order_by_attribute(name));
    if (schema.is_partition(name)) {
      order.by_partition = true;
      order.partition_descending = key.descending;
    } else {
      order.sort_descending = key.descending;
    }
  }
  return order;
}

struct Found {
  Part part;
  std::span<const ValueView> partition;
  bool has_sort = false;  // The sort key is asked for, too.
};

// Two parts of one partition that have items in common, and are not the same.
bool overlap(const Found& one, const Found& other) {
  const keys::KeyRange& a = one.part.range;
  const keys::KeyRange& b = other.part.range;
  if (!one.has_sort && !other.has_sort) return false;
  if (a.begin == b.begin && a.end == b.end) return false;
  return a.begin < b.end && b.begin < a.end;
}

// One part for each choice, those that are the same as one, in the order of the answer.
Result<std::vector<Part>> parts_of(Arena& arena, const Source& source, const KeyChoices& choices,
                                   const Order& order) {
  const keys::KeySchema& schema = source.schema();
  std::vector<Found> found;
  for (const KeyChoice& choice : choices.choices) {
    const keys::KeyRange range =
        keys::query_range(arena, source.space(), choice.partition, choice.sort);
    if (range.empty()) continue;
    const bool single = source.index == nullptr && choice.sort.equal.size() == schema.sort.size();
    const bool has_sort = !choice.sort.equal.empty() || choice.sort.range;
    found.push_back({{range, single}, choice.partition, has_sort});
  }
  std::ranges::sort(found, {}, [](const Found& each) { return each.part.range.begin; });

  std::vector<Found> merged;
  for (const Found& each : found) {
    if (merged.empty() || merged.back().part.range.end <= each.part.range.begin) {
      merged.push_back(each);
      continue;
    }
    if (overlap(merged.back(), each)) {
      return validation_error(std::string(messages::kOverlappingRanges));
    }
    Part& last = merged.back().part;
    last.single_item &= each.part.single_item && last.range.end == each.part.range.end;
    last.range.end = std::max(last.range.end, each.part.range.end);
  }
  if (order.sort_descending) std::ranges::reverse(merged);
  if (choices.ordered || order.by_partition) {
    const auto before = [&order](const Found& a, const Found& b) {
      const auto less = [](ValueView x, ValueView y) { return x.scalar() < y.scalar(); };
      const bool descending = order.partition_descending;
      return descending ? std::ranges::lexicographical_compare(b.partition, a.partition, less)
                        : std::ranges::lexicographical_compare(a.partition, b.partition, less);
    };
    std::ranges::stable_sort(merged, before);
  }
  std::vector<Part> parts;
  for (const Found& each : merged) parts.push_back(each.part);
  return parts;
}

Result<void> check_compared_types(const Source& source, const expression::Condition* where) {
  if (where == nullptr) return {};
  MAGNETO_RETURN_IF_ERROR(expression::check_compared_types(*where, source.table->schema));
  return expression::check_compared_types(*where, source.schema());
}

Result<void> find_parts(Arena& arena, const BoundStatement& bound, SelectPlan& plan) {
  const keys::KeySchema& schema = plan.source.schema();
  MAGNETO_ASSIGN_OR_RETURN(const Order order, read_order(bound.statement.order, schema));
  MAGNETO_ASSIGN_OR_RETURN(
      const std::optional<KeyChoices> choices,
      partiql::key_choices(arena, bound.statement.where, bound.parameters, schema));
  if (!choices) {
    if (!bound.statement.order.empty()) {
      return validation_error(std::string(messages::kOrderWithoutKey));
    }
    plan.scan = true;
    plan.parts.push_back({keys::whole_space(arena, plan.source.space()), false});
    return {};
  }
  for (const KeyChoice& choice : choices->choices) {
    MAGNETO_RETURN_IF_ERROR(check_choice(schema, choice));
  }
  plan.backward = order.sort_descending;
  MAGNETO_ASSIGN_OR_RETURN(plan.parts, parts_of(arena, plan.source, *choices, order));
  if (plan.parts.size() > kMaxParts) return validation_error(std::string(messages::kTooManyReads));
  return {};
}

void append(std::vector<value::ItemView>& items, SelectedPage& to, const ChargedPage& more) {
  items.insert(items.end(), more.page.items.begin(), more.page.items.end());
  to.charged.blocks += more.blocks;
  to.charged.page.count += more.page.count;
  to.charged.page.scanned += more.page.scanned;
  to.charged.page.bytes += more.page.bytes;
  to.charged.cut_bytes += more.cut_bytes;
  to.charged.page.fetched_blocks += more.page.fetched_blocks;
  to.charged.page.last_evaluated_key = more.page.last_evaluated_key;
}

Result<keys::KeyRange> rest_of(Arena& arena, const SelectPlan& plan, std::size_t part,
                               const std::optional<value::ItemView>& last_key) {
  const keys::KeyRange& range = plan.parts[part].range;
  if (!last_key) return range;
  MAGNETO_RETURN_IF_ERROR(check_query_start_key_partition(plan.source, *last_key));
  MAGNETO_RETURN_IF_ERROR(check_query_start_key_rest(plan.source, *last_key));
  return keys::resume(arena, range, start_key_bytes(arena, plan.source, *last_key), plan.backward);
}

}  // namespace

Result<Source> find_statement_source(Context& context, const ReadParameters& parameters) {
  Source source;
  MAGNETO_ASSIGN_OR_RETURN(source.table, find_item_table(context, parameters.table_name));
  if (!parameters.index_name) return source;
  source.index = source.table->find_index(*parameters.index_name);
  if (source.index == nullptr) {
    if (source.table->find_vector_index(*parameters.index_name) != nullptr) {
      return messages::not_for_vector_index(parameters.operation);
    }
    return validation_error(std::string(messages::kStatementIndex));
  }
  if (!source.global()) return source;
  if (parameters.strong) return validation_error(std::string(messages::kStatementConsistent));
  const keys::KeySchema& schema = source.index->schema;
  if (schema.partition.size() > 1 || schema.sort.size() > 1) {
    return validation_error(std::string(messages::kStatementSeveralKeys));
  }
  MAGNETO_RETURN_IF_ERROR(check_filled(*source.index));
  return source;
}

Result<SelectPlan> plan_select(Context& context, const BoundStatement& bound, const Source& source,
                               const ReadParameters& parameters) {
  Arena& arena = context.arena;
  SelectPlan plan;
  plan.source = source;
  MAGNETO_RETURN_IF_ERROR(find_parts(arena, bound, plan));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*plan.source.table, bound.projection));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*plan.source.table, bound.where));
  MAGNETO_RETURN_IF_ERROR(check_compared_types(plan.source, bound.where));
  // In a scan what an entry does not have is only absent.
  if (!plan.scan) {
    MAGNETO_RETURN_IF_ERROR(check_filter_projected(arena, plan.source, bound.where));
  }
  MAGNETO_RETURN_IF_ERROR(check_projected(arena, plan.source, bound.projection));
  plan.selection = make_selection(arena, plan.source, parameters, bound.where, bound.projection);
  return plan;
}

Result<SelectedPage> read_select(Context& context, const SelectPlan& plan,
                                 const ReadParameters& parameters, const ReadPlace& place) {
  SelectedPage selected;
  std::vector<value::ItemView> items;
  if (place.part > plan.parts.size()) {
    return validation_error(std::string(messages::kInvalidNextToken));
  }
  for (std::size_t i = place.part; i < plan.parts.size(); ++i) {
    if (i - place.part == kPartsOfPage) {
      selected.next = ReadPlace{static_cast<std::uint32_t>(i), std::nullopt};
      break;
    }
    MAGNETO_ASSIGN_OR_RETURN(
        const keys::KeyRange range,
        rest_of(context.arena, plan, i, i == place.part ? place.last_key : std::nullopt));
    ReadParameters rest = parameters;
    if (rest.limit > 0) rest.limit -= static_cast<std::int64_t>(selected.charged.page.scanned);
    rest.max_bytes -= selected.charged.cut_bytes;
    MAGNETO_ASSIGN_OR_RETURN(
        const ChargedPage page,
        plan.scan ? scan_page(context, plan.source, rest, plan.selection, range)
                  : read_page(context, plan.source, rest, plan.selection, range, plan.backward));
    append(items, selected, page);
    if (!page.page.last_evaluated_key) continue;
    const bool done = plan.parts[i].single_item;
    if (done && i + 1 == plan.parts.size()) break;
    selected.next = ReadPlace{static_cast<std::uint32_t>(done ? i + 1 : i),
                              done ? std::nullopt : page.page.last_evaluated_key};
    break;
  }
  if (!selected.next) selected.charged.page.last_evaluated_key.reset();
  selected.charged.page.items = context.arena.copy(std::span<const value::ItemView>(items));
  return selected;
}

}  // namespace magneto::internal::operations
