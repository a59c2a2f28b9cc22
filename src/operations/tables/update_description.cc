// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/update_description.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "operations/core/timestamp.h"
#include "operations/tables/table_description.h"
#include "operations/tables/update_request.h"

namespace magneto::internal::operations {
namespace {

using model::IndexStatus;
using model::TableStatus;

/// A table in no transition.
constexpr std::int64_t kLater_ms = std::numeric_limits<std::int64_t>::max();

using IndexDescription = model::GlobalSecondaryIndexDescription;
using IndexDescriptions = std::span<const IndexDescription>;

/// Units change a moment after the answer, which has its own time.
void describe_old_units(model::ProvisionedThroughputDescription& out,
                        const model::ProvisionedThroughputDescription& before, double now) {
  out.read_capacity_units = before.read_capacity_units;
  out.write_capacity_units = before.write_capacity_units;
  out.number_of_decreases_today = before.number_of_decreases_today;
  if (out.last_increase_date_time != before.last_increase_date_time)
    out.last_increase_date_time = now;
  if (out.last_decrease_date_time != before.last_decrease_date_time)
    out.last_decrease_date_time = now;
}

/// `Warm` is that of the table or of an index; so is `Status`.
template <class Status, class Warm>
void describe_old_warm_throughput(std::optional<Warm>& out, const std::optional<Warm>& before) {
  out = before;
  out->status = Status::kUpdating;
}

/// What was asked for, with what takes maxima away.
void describe_asked_maxima(std::optional<model::OnDemandThroughput>& out,
                           const model::OnDemandThroughput& asked) {
  if (!out) out.emplace();
  if (asked.max_read_request_units) out->max_read_request_units = asked.max_read_request_units;
  if (asked.max_write_request_units) out->max_write_request_units = asked.max_write_request_units;
}

const model::GlobalSecondaryIndexUpdate* find_update(const model::UpdateTableInput& input,
                                                     std::string_view index) {
  for (const auto& each : index_updates(input)) {
    if (each.update && *each.update->index_name == index) return &each;
    if (each.delete_ && *each.delete_->index_name == index) return &each;
  }
  return nullptr;
}

const IndexDescription* find_index(IndexDescriptions indexes, std::string_view name) {
  const auto found = std::ranges::find_if(
      indexes, [&](const IndexDescription& each) { return each.index_name == name; });
  return found == indexes.end() ? nullptr : &*found;
}

/// An index that was there before and is there after.
void describe_index(IndexDescription& out, const IndexDescription& before,
                    const model::UpdateTableInput& input, double now) {
  const auto* update = find_update(input, *out.index_name);
  const auto* action = update != nullptr && update->update ? &*update->update : nullptr;
  const bool new_units = action != nullptr && (action->provisioned_throughput ||
                                               has_units(action->on_demand_throughput));
  if (out.index_status == IndexStatus::kActive && (input.billing_mode || new_units))
    out.index_status = IndexStatus::kUpdating;
  if (action == nullptr) return;
  if (action->provisioned_throughput && !input.billing_mode)
    describe_old_units(*out.provisioned_throughput, *before.provisioned_throughput, now);
  if (has_units(action->on_demand_throughput))
    describe_asked_maxima(out.on_demand_throughput, *action->on_demand_throughput);
  if (has_units(action->warm_throughput))
    describe_old_warm_throughput<IndexStatus>(out.warm_throughput, before.warm_throughput);
}

/// Those that were there, then those that are new.
IndexDescriptions describe_indexes(Arena& arena, IndexDescriptions before, IndexDescriptions after,
                                   const model::UpdateTableInput& input, double now) {
  std::vector<IndexDescription> all;
  for (const IndexDescription& old : before) {
    const IndexDescription* kept = find_index(after, *old.index_name);
    all.push_back(kept != nullptr ? *kept : old);
    if (kept != nullptr) {
      describe_index(all.back(), old, input, now);
    } else {
      all.back().index_status = IndexStatus::kDeleting;
    }
  }
  for (const IndexDescription& each : after) {
    if (find_index(before, *each.index_name) != nullptr) continue;
    all.push_back(each);
    all.back().backfilling = false;  // It begins a little later.
  }
  const auto indexes = arena.make_span<IndexDescription>(all.size());
  std::ranges::copy(all, indexes.begin());
  return indexes;
}

/// The same of vector indexes, which are never changed.
std::span<const model::VectorIndexDescription> describe_vector_indexes(
    Arena& arena, const model::TableDescription& before, const model::TableDescription& after) {
  using Descriptions = std::span<const model::VectorIndexDescription>;
  const Descriptions old = before.vector_indexes.value_or(Descriptions{});
  const Descriptions now = after.vector_indexes.value_or(Descriptions{});
  const auto is_in = [](Descriptions all, const model::VectorIndexDescription& one) {
    return std::ranges::any_of(all,
                               [&](const auto& each) { return each.index_name == one.index_name; });
  };
  std::vector<model::VectorIndexDescription> all(old.begin(), old.end());
  for (auto& each : all) {
    if (!is_in(now, each)) each.index_status = IndexStatus::kDeleting;
  }
  for (const auto& each : now) {
    if (is_in(old, each)) continue;
    all.push_back(each);
    all.back().backfilling = false;  // It begins a little later.
  }
  const auto described = arena.make_span<model::VectorIndexDescription>(all.size());
  std::ranges::copy(all, described.begin());
  return described;
}

void describe_billing(model::TableDescription& out, const model::TableDescription& was,
                      const catalog::Table& before, const catalog::Table& after, double now) {
  if (!before.on_demand && !after.on_demand)
    describe_old_units(*out.provisioned_throughput, *was.provisioned_throughput, now);
  if (!before.on_demand && after.on_demand) {
    out.provisioned_throughput->last_decrease_date_time = now;
    out.billing_mode_summary->last_update_to_pay_per_request_date_time.reset();
  }
}

}  // namespace

model::TableDescription describe_updated(Arena& arena, const catalog::Table& before,
                                         const catalog::Table& after,
                                         const model::UpdateTableInput& input,
                                         std::int64_t now_ms) {
  const double now = to_seconds(now_ms);
  const model::TableDescription was = describe(arena, before, kLater_ms);
  model::TableDescription out = describe(arena, after, kLater_ms);
  out.table_status = leaves_table_active(input) ? TableStatus::kActive : TableStatus::kUpdating;
  describe_billing(out, was, before, after, now);
  const IndexDescriptions indexes =
      describe_indexes(arena, was.global_secondary_indexes.value_or(IndexDescriptions{}),
                       out.global_secondary_indexes.value_or(IndexDescriptions{}), input, now);
  if (!indexes.empty()) out.global_secondary_indexes = indexes;
  const auto vector_indexes = describe_vector_indexes(arena, was, out);
  if (!vector_indexes.empty()) out.vector_indexes = vector_indexes;
  // The keys of an index that goes are defined until it is gone.
  const auto is_deletion = [](const auto& each) { return !!each.delete_; };
  if (std::ranges::any_of(index_updates(input), is_deletion) ||
      std::ranges::any_of(vector_index_updates(input), is_deletion))
    out.attribute_definitions = was.attribute_definitions;
  if (input.table_class) out.table_class_summary = was.table_class_summary;
  if (input.sse_specification) {
    // The new key is not named yet.
    out.sse_description = was.sse_description.value_or(model::SSEDescription{});
    out.sse_description->status = model::SSEStatus::kUpdating;
  }
  if (has_units(input.warm_throughput))
    describe_old_warm_throughput<TableStatus>(out.warm_throughput, was.warm_throughput);
  if (has_units(input.on_demand_throughput))
    describe_asked_maxima(out.on_demand_throughput, *input.on_demand_throughput);
  return out;
}

}  // namespace magneto::internal::operations
