// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/update_request.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "operations/core/vector_messages.h"

namespace magneto::internal::operations {
namespace {

// Everything of a request that counts as a change.
std::size_t count_changes(const model::UpdateTableInput& input) {
  const bool changes[] = {input.provisioned_throughput.has_value(),
                          input.billing_mode.has_value(),
                          !index_updates(input).empty(),
                          !vector_index_updates(input).empty(),
                          input.stream_specification.has_value(),
                          input.sse_specification.has_value(),
                          input.table_class.has_value(),
                          input.deletion_protection_enabled.has_value(),
                          input.replica_updates.has_value(),
                          input.global_table_settings_replication_mode.has_value(),
                          has_units(input.on_demand_throughput),
                          has_units(input.warm_throughput)};
  return static_cast<std::size_t>(std::ranges::count(changes, true));
}

std::string_view updated_index(const model::GlobalSecondaryIndexUpdate& update) {
  if (update.create) return *update.create->index_name;
  if (update.delete_) return *update.delete_->index_name;
  return *update.update->index_name;
}

}  // namespace

IndexUpdates index_updates(const model::UpdateTableInput& input) {
  return input.global_secondary_index_updates.value_or(IndexUpdates{});
}

VectorIndexUpdates vector_index_updates(const model::UpdateTableInput& input) {
  return input.vector_index_updates.value_or(VectorIndexUpdates{});
}

std::size_t count_online_updates(const model::UpdateTableInput& input) {
  return static_cast<std::size_t>(
             std::ranges::count_if(index_updates(input), creates_or_deletes_index)) +
         vector_index_updates(input).size();
}

bool creates_any_index(const model::UpdateTableInput& input) {
  return std::ranges::any_of(index_updates(input), creates_index) ||
         std::ranges::any_of(vector_index_updates(input),
                             [](const auto& each) { return !!each.create; });
}

bool creates_index(const model::GlobalSecondaryIndexUpdate& update) { return !!update.create; }
bool creates_or_deletes_index(const model::GlobalSecondaryIndexUpdate& update) {
  return update.create || update.delete_;
}

bool has_units(const std::optional<model::OnDemandThroughput>& throughput) {
  return throughput && (throughput->max_read_request_units || throughput->max_write_request_units);
}
bool has_units(const std::optional<model::WarmThroughput>& throughput) {
  return throughput && (throughput->read_units_per_second || throughput->write_units_per_second);
}

bool changes_units(const model::UpdateTableInput& input) {
  return input.provisioned_throughput || has_units(input.on_demand_throughput) ||
         has_units(input.warm_throughput) || !index_updates(input).empty();
}

Result<void> check_something_to_change(const model::UpdateTableInput& input) {
  if (count_changes(input) != 0) return {};
  return messages::nothing_to_change(input.multi_region_consistency.has_value());
}

Result<void> check_index_updates(IndexUpdates updates) {
  std::set<std::string_view> seen;
  for (const auto& each : updates) {
    const int actions = (each.create ? 1 : 0) + (each.update ? 1 : 0) + (each.delete_ ? 1 : 0);
    if (actions == 0)
      return messages::invalid_value(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete must not be null");
    if (actions > 1)
      return messages::invalid_value(
          "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate "
          "object");
    if (each.update && each.update->warm_throughput && !has_units(each.update->warm_throughput))
      return messages::warm_throughput_empty(*each.update->index_name);
    const std::string_view name = updated_index(each);
    if (!seen.insert(name).second)
      return messages::invalid_value(
          "Only one global secondary index update per index is allowed simultaneously. Index: " +
          std::string(name));
  }
  return {};
}

Result<void> check_vector_index_updates(VectorIndexUpdates updates) {
  std::set<std::string_view> seen;
  for (const auto& each : updates) {
    if (!each.create && !each.delete_)
      return messages::invalid_value(std::string(messages::kNoVectorAction));
    if (each.create && each.delete_)
      return messages::invalid_value(std::string(messages::kSeveralVectorActions));
    const std::string_view name =
        each.create ? *each.create->index_name : *each.delete_->index_name;
    if (!seen.insert(name).second) return messages::several_vector_updates(name);
  }
  return {};
}

// Of several reasons the first of these is named.
Result<void> check_combination(const model::UpdateTableInput& input) {
  const auto refuse = [](std::string_view problem) {
    return messages::invalid_value(std::string(problem));
  };
  const std::size_t changes = count_changes(input);
  const IndexUpdates indexes = index_updates(input);
  if (input.global_secondary_index_updates && indexes.empty())
    return refuse(messages::kNoIndexUpdates);
  if (input.replica_updates && changes > 1) return refuse(messages::kReplicasAlone);
  if (input.sse_specification && changes > 1) return refuse(messages::kEncryptionAlone);
  if (input.table_class && changes > 1) return refuse(messages::kTableClassAlone);
  if (input.deletion_protection_enabled && changes > 1) return refuse(messages::kProtectionAlone);
  if (has_units(input.warm_throughput) && changes > 1)
    return refuse(creates_any_index(input) ? messages::kWarmThroughputWithNewIndex
                                           : messages::kWarmThroughputAlone);
  const std::size_t with_billing = input.billing_mode ? 2 : 1;
  if (has_units(input.on_demand_throughput) && changes > with_billing)
    return refuse(messages::kOnDemandThroughputAlone);
  const bool units =
      input.provisioned_throughput || input.billing_mode == model::BillingMode::kProvisioned;
  if (input.stream_specification && units) return refuse(messages::kStreamWithThroughput);
  if (count_online_updates(input) > 0) {
    if (units) return refuse(messages::kIndexWithThroughput);
    if (input.stream_specification) return refuse(messages::kIndexWithStream);
  }
  return {};
}

bool leaves_table_active(const model::UpdateTableInput& input) {
  if (input.provisioned_throughput || input.billing_mode || input.stream_specification ||
      input.table_class)
    return false;
  return count_online_updates(input) == 0;
}

}  // namespace magneto::internal::operations
