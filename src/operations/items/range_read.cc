// SPDX-License-Identifier: Apache-2.0
#include "operations/items/range_read.h"

#include <algorithm>

#include "derive/capacity.h"
#include "operations/core/index_messages.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/throttle.h"
#include "operations/core/vector_messages.h"
#include "operations/items/long_work.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

bool has_all(const catalog::Index& index) {
  return index.projection.type == catalog::ProjectionType::kAll;
}

// Those of `attributes` that entries of the index do not have, ascending, each once. In the arena.
std::span<const std::string_view> missing_in(Arena& arena, const catalog::Index& index,
                                             std::span<const std::string_view> attributes) {
  if (has_all(index)) return {};
  const std::span<std::string_view> missing = arena.make_span<std::string_view>(attributes.size());
  std::ptrdiff_t count = 0;
  for (std::string_view name : attributes) {
    if (std::ranges::binary_search(index.entry_attributes, name)) continue;
    missing[static_cast<std::size_t>(count++)] = name;
  }
  std::sort(missing.begin(), missing.begin() + count);
  const auto end = std::unique(missing.begin(), missing.begin() + count);
  return missing.first(static_cast<std::size_t>(end - missing.begin()));
}

// Empty when there is none.
std::string select_problem(const ReadParameters& parameters) {
  if (!parameters.select) return {};
  const model::Enum<model::Select> select = *parameters.select;
  const bool projects = parameters.attributes_to_get || parameters.has_projection_expression;
  if (select == model::Select::kSpecificAttributes)
    return projects ? "" : std::string(messages::kNothingSpecific);
  if (projects) {
    return messages::projection_with_select(
        parameters.attributes_to_get ? "AttributesToGet" : "ProjectionExpression", select.text());
  }
  if (select == model::Select::kAllProjectedAttributes && !parameters.index_name) {
    return std::string(messages::kProjectedWithoutIndex);
  }
  return {};
}

}  // namespace

Result<void> check_select(const ReadParameters& parameters, std::string_view prefix) {
  const std::string problem = select_problem(parameters);
  if (problem.empty()) return {};
  return validation_error(std::string(prefix) + problem);
}

Result<void> check_filled(const catalog::Index& index) {
  if (!index.backfilling) return {};
  return messages::index_backfilling(index.name);
}

Result<Source> find_source(Context& context, const ReadParameters& parameters) {
  Source source;
  MAGNETO_ASSIGN_OR_RETURN(source.table, find_item_table(context, parameters.table_name));
  if (!parameters.index_name) return source;
  source.index = source.table->find_index(*parameters.index_name);
  if (source.index == nullptr) {
    if (source.table->find_vector_index(*parameters.index_name) != nullptr)
      return messages::not_for_vector_index(parameters.operation);
    return validation_error(messages::no_such_index(*parameters.index_name));
  }
  if (source.global() && parameters.strong) {
    return validation_error(std::string(messages::kConsistentGlobalIndex));
  }
  MAGNETO_RETURN_IF_ERROR(check_filled(*source.index));
  return source;
}

Result<void> admit_read(const Context& context, const Source& source) {
  if (source.global()) return {};
  return admit(context, *source.table, Traffic::kReads);
}

Result<void> check_all_attributes(const Source& source, const ReadParameters& parameters) {
  if (parameters.select != model::Select::kAllAttributes || !source.global() ||
      has_all(*source.index)) {
    return {};
  }
  return validation_error(messages::all_of_global_index(source.index->name));
}

Result<void> check_projected(Arena& arena, const Source& source,
                             const expression::Projection* projection) {
  if (projection == nullptr || !source.global()) return {};
  const auto missing =
      missing_in(arena, *source.index, expression::attributes_of(arena, *projection));
  if (missing.empty()) return {};
  return validation_error(messages::not_projected(source.index->name, missing));
}

Result<void> check_filter_projected(Arena& arena, const Source& source,
                                    const expression::Condition* filter) {
  if (filter == nullptr || source.index == nullptr) return {};
  const auto missing = missing_in(arena, *source.index, expression::attributes_of(arena, *filter));
  if (missing.empty()) return {};
  return validation_error(messages::filter_not_projected(source.index->name, missing));
}

Selection make_selection(Arena& arena, const Source& source, const ReadParameters& parameters,
                         const expression::Condition* filter,
                         const expression::Projection* projection) {
  Selection selection{filter, projection, parameters.select == model::Select::kCount, false};
  if (source.index == nullptr || source.global() || has_all(*source.index)) return selection;
  selection.fetch_items =
      parameters.select == model::Select::kAllAttributes ||
      (projection &&
       !missing_in(arena, *source.index, expression::attributes_of(arena, *projection)).empty());
  return selection;
}

Result<ChargedPage> read_page(Context& context, const Source& source,
                              const ReadParameters& parameters, const Selection& selection,
                              const keys::KeyRange& range, bool backward) {
  store::RangeRequest request;
  request.table = source.table.get();
  request.index = source.index;
  request.range = range;
  request.backward = backward;
  request.limit = static_cast<std::uint64_t>(parameters.limit);
  request.max_bytes = parameters.max_bytes;
  request.count_only = selection.count_only;
  request.fetch_items = selection.fetch_items;
  request.deadline = parameters.deadline ? parameters.deadline : page_deadline(context);

  ChargedPage charged;
  PageFilter filter(selection.filter, request.deadline);
  auto select = [&](value::ItemView item) -> std::optional<value::ItemView> {
    if (selection.fetch_items) charged.cut_bytes += value::item_size(item);
    if (!filter.keeps(item)) return std::nullopt;
    if (selection.count_only || !selection.projection) return item;
    return expression::project(context.arena, *selection.projection, item);
  };
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  MAGNETO_ASSIGN_OR_RETURN(charged.page, snapshot.read_range(context.arena, request, select));
  MAGNETO_RETURN_IF_ERROR(filter.check());
  if (!selection.fetch_items) charged.cut_bytes = charged.page.bytes;
  charged.blocks = derive::blocks(charged.page.bytes, derive::kReadBlockBytes);
  if (!source.global()) {
    charge(context, *source.table, Traffic::kReads,
           derive::read_units_of_blocks(
               charged.blocks + charged.page.fetched_blocks,
               parameters.strong ? derive::ReadMode::kStrong : derive::ReadMode::kEventual));
  }
  return charged;
}

model::ConsumedCapacity capacity_of_page(Arena& arena, const Source& source,
                                         const ReadParameters& parameters,
                                         const ChargedPage& charged) {
  const derive::ReadMode mode =
      parameters.strong ? derive::ReadMode::kStrong : derive::ReadMode::kEventual;
  const double units = derive::read_units_of_blocks(charged.blocks, mode);
  TableCapacity capacity(arena, parameters.table_name, *source.table);
  if (source.index) {
    capacity.add(*source.index, units);
    capacity.add(derive::read_units_of_blocks(charged.page.fetched_blocks, mode));
  } else {
    capacity.add(units);
  }
  return capacity.describe(arena, parameters.capacity, CapacitySort::kPlain);
}

std::span<const model::AttributeMap> items_of_page(Arena& arena, const store::Page& page) {
  const std::span<model::AttributeMap> items =
      arena.make_span<model::AttributeMap>(page.items.size());
  std::ranges::copy(page.items, items.begin());
  return items;
}

}  // namespace magneto::internal::operations
