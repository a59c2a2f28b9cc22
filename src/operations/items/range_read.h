// SPDX-License-Identifier: Apache-2.0
//
// What Query and Scan have in common: where they read, what they keep of it (Select, filter,
// projection), and their answer.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "catalog/table.h"
#include "expression/expression.h"
#include "keys/key_bytes.h"
#include "model/shapes.h"
#include "operations/core/context.h"
#include "operations/items/consumed_capacity.h"
#include "store/snapshot.h"

namespace magneto::internal::operations {

/// The parameters that both have, as far as they mean the same.
struct ReadParameters {
  std::string_view operation;  ///< "Query" or "Scan".
  std::string_view table_name;
  std::optional<std::string_view> index_name;
  std::optional<model::Enum<model::Select>> select;
  std::optional<std::span<const std::string_view>> attributes_to_get;
  bool has_projection_expression;
  bool strong;
  std::int64_t limit;  ///< 0: none.
  CapacityDetail capacity;
  std::uint64_t max_bytes = store::kPageBytes;  ///< Of items read.
  /// Of a page that is read in parts. Else each read_page() has its own.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
};

template <class Input>
ReadParameters read_parameters(const Input& input) {
  return {std::is_same_v<Input, model::QueryInput> ? "Query" : "Scan",
          *input.table_name,
          input.index_name,
          input.select,
          input.attributes_to_get,
          input.projection_expression.has_value(),
          input.consistent_read.value_or(false),
          input.limit.value_or(0),
          capacity_detail(input.return_consumed_capacity)};
}

/// Whether Select goes with the other parameters. Errors: kValidation, the text behind `prefix`.
Result<void> check_select(const ReadParameters& parameters, std::string_view prefix = {});

/// A table or one of its indexes.
struct Source {
  catalog::TablePtr table;
  const catalog::Index* index = nullptr;

  const keys::KeySchema& schema() const { return index ? index->schema : table->schema; }
  keys::SpaceId space() const { return index ? index->space : table->space; }
  bool global() const { return index != nullptr && !index->local; }
};

/// An index that is being filled would leave items out. Errors: kValidation.
Result<void> check_filled(const catalog::Index& index);

/// Errors: kResourceNotFound; kValidation when there is no such index, it is a vector index, it is
/// being filled, or it cannot be read consistently.
Result<Source> find_source(Context& context, const ReadParameters& parameters);

/// Just before the read (throttle.h); global indexes are not throttled.
Result<void> admit_read(const Context& context, const Source& source);

/// What a page keeps.
struct Selection {
  const expression::Condition* filter = nullptr;
  const expression::Projection* projection = nullptr;
  bool count_only = false;
  bool fetch_items = false;  ///< A local index does not have all that is asked for.
};

/// Refuses ALL_ATTRIBUTES of a global index that does not have them. Errors: kValidation.
Result<void> check_all_attributes(const Source& source, const ReadParameters& parameters);

/// Refuses attributes that a global index does not have. Errors: kValidation.
Result<void> check_projected(Arena& arena, const Source& source,
                             const expression::Projection* projection);

/// Refuses a filter on what the index does not have. Errors: kValidation.
Result<void> check_filter_projected(Arena& arena, const Source& source,
                                    const expression::Condition* filter);

/// REQUIRES: the checks above passed.
Selection make_selection(Arena& arena, const Source& source, const ReadParameters& parameters,
                         const expression::Condition* filter,
                         const expression::Projection* projection);

/// A page, and what reading it costs.
struct ChargedPage {
  store::Page page;
  std::uint64_t blocks = 0;  ///< Started 4 KB, of all items together or of each partition.
  /// What max_bytes limits: sizes of what was looked at, and of whole items where they were fetched.
  std::uint64_t cut_bytes = 0;
};

/// One page of `range`. Errors: the store's.
Result<ChargedPage> read_page(Context& context, const Source& source,
                              const ReadParameters& parameters, const Selection& selection,
                              const keys::KeyRange& range, bool backward);

model::ConsumedCapacity capacity_of_page(Arena& arena, const Source& source,
                                         const ReadParameters& parameters, const ChargedPage& page);

std::span<const model::AttributeMap> items_of_page(Arena& arena, const store::Page& page);

/// The answer: QueryOutput and ScanOutput have the same members.
template <class Output>
Output page_output(Arena& arena, const Source& source, const ReadParameters& parameters,
                   const Selection& selection, const ChargedPage& charged) {
  const store::Page& page = charged.page;
  Output output;
  if (!selection.count_only) output.items = items_of_page(arena, page);
  output.count = static_cast<std::int64_t>(page.count);
  output.scanned_count = static_cast<std::int64_t>(page.scanned);
  if (page.last_evaluated_key) {
    output.last_evaluated_key = model::AttributeMap(*page.last_evaluated_key);
  }
  if (parameters.capacity != CapacityDetail::kNone) {
    output.consumed_capacity = capacity_of_page(arena, source, parameters, charged);
  }
  return output;
}

}  // namespace magneto::internal::operations
