// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/table_throughput.h"

#include <algorithm>

#include "operations/core/table_messages.h"
#include "operations/core/vector_messages.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/update_request.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

void count_decrease(catalog::Throughput& throughput, std::int64_t now_ms) {
  const bool same_day = throughput.last_decrease_ms / kDayMs == now_ms / kDayMs;
  throughput.decreases_today = (same_day ? throughput.decreases_today : 0) + 1;
  throughput.last_decrease_ms = now_ms;
}

/// New units, with the times and counts that ProvisionedThroughputDescription shows.
void change_throughput(catalog::Throughput& throughput, const model::ProvisionedThroughput& to,
                       std::int64_t now_ms) {
  const bool increase = *to.read_capacity_units > throughput.read_units ||
                        *to.write_capacity_units > throughput.write_units;
  const bool decrease = *to.read_capacity_units < throughput.read_units ||
                        *to.write_capacity_units < throughput.write_units;
  if (decrease) count_decrease(throughput, now_ms);
  if (increase) throughput.last_increase_ms = now_ms;
  throughput.read_units = *to.read_capacity_units;
  throughput.write_units = *to.write_capacity_units;
}

bool same_units(const catalog::Throughput& now, const model::ProvisionedThroughput& to) {
  return now.read_units == *to.read_capacity_units && now.write_units == *to.write_capacity_units;
}

/// Warm throughput never becomes less: what it was stays when the units that it comes from go.
void keep_warm(std::optional<catalog::WarmThroughput>& warm, const catalog::WarmThroughput& before,
               const catalog::WarmThroughput& without_asking) {
  const bool less = without_asking.read_units_per_second < before.read_units_per_second ||
                    without_asking.write_units_per_second < before.write_units_per_second;
  if (!less && !warm) return;
  warm = {std::max(before.read_units_per_second, without_asking.read_units_per_second),
          std::max(before.write_units_per_second, without_asking.write_units_per_second)};
}

/// The table's or an index's warm throughput now.
template <class T>
catalog::WarmThroughput warm_now(const T& of, bool on_demand) {
  return of.warm_throughput.value_or(default_warm_throughput(on_demand, of.throughput));
}

void switch_to_on_demand(catalog::Table& table, std::int64_t now_ms) {
  const auto drop_units = [](auto& of) {
    const catalog::WarmThroughput before = warm_now(of, false);
    of.throughput.read_units = of.throughput.write_units = 0;
    keep_warm(of.warm_throughput, before, default_warm_throughput(true, of.throughput));
  };
  drop_units(table);
  for (auto& index : table.indexes) {
    if (index->local) continue;
    drop_units(*index);
    count_decrease(index->throughput, now_ms);
  }
  table.on_demand = true;
  table.billing_mode_named = true;
  table.on_demand_since_ms = now_ms;
}

/// A table that becomes provisioned needs units for itself and for each of its global indexes.
Result<void> check_all_units(const catalog::Table& table, const model::UpdateTableInput& input) {
  if (!input.provisioned_throughput)
    return messages::invalid_value(std::string(messages::kThroughputMissingOnUpdate));
  for (const auto& index : table.indexes) {
    if (index->local) continue;
    const bool given = std::ranges::any_of(index_updates(input), [&](const auto& each) {
      if (each.delete_) return *each.delete_->index_name == index->name;
      return each.update && *each.update->index_name == index->name &&
             each.update->provisioned_throughput;
    });
    if (!given)
      return messages::invalid_value("ProvisionedThroughput must be specified for index: " +
                                     index->name);
  }
  return {};
}

Result<void> switch_to_provisioned(catalog::Table& table, const model::UpdateTableInput& input) {
  if (!table.vector_indexes.empty())
    return messages::invalid_value(std::string(messages::kVectorNeedsOnDemand));
  MAGNETO_RETURN_IF_ERROR(check_all_units(table, input));
  table.on_demand = false;
  table.on_demand_throughput.reset();
  table.throughput.read_units = *input.provisioned_throughput->read_capacity_units;
  table.throughput.write_units = *input.provisioned_throughput->write_capacity_units;
  const catalog::WarmThroughput start = default_warm_throughput(true, {});
  keep_warm(table.warm_throughput, table.warm_throughput.value_or(start),
            default_warm_throughput(false, table.throughput));
  for (auto& index : table.indexes) {
    index->on_demand_throughput.reset();
    if (!index->local && !index->warm_throughput) index->warm_throughput = start;
  }
  return {};
}

/// New units, and the warm throughput that they leave.
template <class T>
void change_units(T& of, const model::ProvisionedThroughput& to, std::int64_t now_ms) {
  const catalog::WarmThroughput before = warm_now(of, false);
  change_throughput(of.throughput, to, now_ms);
  keep_warm(of.warm_throughput, before, default_warm_throughput(false, of.throughput));
}

}  // namespace

Result<void> change_billing(catalog::Table& table, const model::UpdateTableInput& input,
                            std::int64_t now_ms) {
  const bool to_on_demand = input.billing_mode
                                ? *input.billing_mode == model::BillingMode::kPayPerRequest
                                : table.on_demand;
  if (to_on_demand) {
    if (input.provisioned_throughput)
      return messages::invalid_value(std::string(
          input.billing_mode ? messages::kThroughputWithOnDemand : messages::kThroughputForbidden));
    if (!table.on_demand) switch_to_on_demand(table, now_ms);
    return {};
  }
  if (table.on_demand) return switch_to_provisioned(table, input);
  if (!input.provisioned_throughput) {
    if (!input.billing_mode) return {};
    return messages::invalid_value(std::string(messages::kThroughputMissingOnUpdate));
  }
  if (same_units(table.throughput, *input.provisioned_throughput))
    return messages::throughput_unchanged(table.throughput.read_units,
                                          table.throughput.write_units);
  change_units(table, *input.provisioned_throughput, now_ms);
  return {};
}

Result<void> change_index_units(const catalog::Table& table, catalog::Index& index,
                                const model::UpdateGlobalSecondaryIndexAction& action,
                                bool switched, std::int64_t now_ms) {
  if (!action.provisioned_throughput) {
    const bool other_units =
        has_units(action.on_demand_throughput) || has_units(action.warm_throughput);
    if (other_units) return {};
    return table.on_demand ? messages::only_on_demand_updates(index.name)
                           : messages::invalid_value(messages::both_units_needed(index.name));
  }
  if (table.on_demand) return messages::only_on_demand_updates(index.name);
  MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*action.provisioned_throughput));
  if (switched) {
    index.throughput.read_units = *action.provisioned_throughput->read_capacity_units;
    index.throughput.write_units = *action.provisioned_throughput->write_capacity_units;
    keep_warm(index.warm_throughput, *index.warm_throughput,
              default_warm_throughput(false, index.throughput));
    return {};
  }
  if (same_units(index.throughput, *action.provisioned_throughput))
    return messages::throughput_unchanged(index.throughput.read_units, index.throughput.write_units,
                                          index.name);
  change_units(index, *action.provisioned_throughput, now_ms);
  return {};
}

}  // namespace magneto::internal::operations
