// SPDX-License-Identifier: Apache-2.0
//
// UpdateTable. Order of checks after the model's constraints: something to change, bounds of
// throughput, one action per index update, one update per index (of vector indexes after the
// others), what may be changed together, stream, encryption and replicas in themselves, table
// exists, it has no replicas, at most one index created or deleted, no change under way, then each
// change in the order of its function below, quotas. Known from what the service answers to
// requests with two mistakes. All or nothing: the catalog publishes what all changes together make.
#include <algorithm>
#include <memory>

#include "jobs/finish_transitions.h"
#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/quotas.h"
#include "operations/tables/replica_updates.h"
#include "operations/tables/table_operations.h"
#include "operations/tables/table_settings.h"
#include "operations/tables/table_throughput.h"
#include "operations/tables/update_description.h"
#include "operations/tables/update_indexes.h"
#include "operations/tables/update_request.h"
#include "operations/tables/update_vector_indexes.h"

namespace magneto::internal::operations {
namespace {

Result<void> check_one_online_index(const catalog::Table& table,
                                    const model::UpdateTableInput& input) {
  if (count_online_updates(input) > 1) return messages::one_online_index();
  const auto is_filled = [](const auto& index) { return !index->backfilling; };
  const bool creating = !std::ranges::all_of(table.indexes, is_filled) ||
                        !std::ranges::all_of(table.vector_indexes, is_filled);
  if (creating && creates_any_index(input)) return messages::one_online_index();
  return {};
}

Result<void> check_no_transition(const Context& context, const catalog::Table& table,
                                 std::int64_t now_ms) {
  if (is_being_restored(context, table)) return messages::table_not_found(table.name);
  if (table.status == catalog::Status::kCreating)
    return messages::table_in_change(table.name, "created");
  if (now_ms >= table.transition_ends_ms) return {};
  return messages::table_in_change(
      table.name, table.transition_status == catalog::Status::kCreating ? "created" : "updated");
}

Result<void> change_settings(Context& context, catalog::Table& table,
                             const model::UpdateTableInput& input, std::int64_t now_ms) {
  if (input.stream_specification)
    MAGNETO_RETURN_IF_ERROR(apply_stream(table, *input.stream_specification, true, now_ms));
  if (input.sse_specification)
    MAGNETO_RETURN_IF_ERROR(apply_encryption(table, *input.sse_specification, true,
                                             context.services.catalog.options()));
  if (input.on_demand_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        table.on_demand_throughput,
        read_on_demand_throughput(*input.on_demand_throughput, table.on_demand_throughput,
                                  table.on_demand, Asking::kUpdateTable));
  }
  if (has_units(input.warm_throughput)) {
    MAGNETO_ASSIGN_OR_RETURN(
        table.warm_throughput,
        read_warm_throughput(
            *input.warm_throughput,
            floor_of_existing(table.warm_throughput, table.on_demand, table.throughput)));
  }
  // A table that never had a class has the standard one.
  const std::string_view old_class = table.table_class.empty()
                                         ? model::word_of(model::TableClass::kStandard)
                                         : std::string_view(table.table_class);
  if (input.table_class && input.table_class->text() != old_class) {
    table.table_class = input.table_class->text();
    table.table_class_changed_ms = now_ms;
  }
  if (input.deletion_protection_enabled)
    table.deletion_protection = *input.deletion_protection_enabled;
  if (input.global_table_settings_replication_mode)
    table.settings_replication_mode = input.global_table_settings_replication_mode->text();
  return {};
}

/// Whoever is told that a stream is on finds all that is written from then on in it. (The job does
/// the same when we do not come to it.)
Result<void> finish_stream_transition(Context& context, std::string_view name) {
  context.table.reset();  // We are a reader, too.
  Services& services = context.services;
  MAGNETO_RETURN_IF_ERROR(jobs::finish_transitions(services.catalog, services.store));
  auto table = services.catalog.find(name);
  if (!table.ok()) return messages::table_not_found(name);
  context.table = *table;
  return {};
}

/// The answer has views into the table as it was and as it is.
struct Answered {
  catalog::Table before;
  catalog::TablePtr after;
};

}  // namespace

Result<model::UpdateTableOutput> update_table(Context& context,
                                              const model::UpdateTableInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(*input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_something_to_change(input));
  if (input.provisioned_throughput) {
    MAGNETO_RETURN_IF_ERROR(check_throughput_bounds(*input.provisioned_throughput));
  }
  MAGNETO_RETURN_IF_ERROR(check_index_updates(index_updates(input)));
  MAGNETO_RETURN_IF_ERROR(check_vector_index_updates(vector_index_updates(input)));
  MAGNETO_RETURN_IF_ERROR(check_combination(input));
  if (input.stream_specification)
    MAGNETO_RETURN_IF_ERROR(check_stream(*input.stream_specification, true));
  if (input.sse_specification) MAGNETO_RETURN_IF_ERROR(check_encryption(*input.sse_specification));
  const std::string& region = context.services.catalog.options().region;
  if (input.replica_updates)
    MAGNETO_RETURN_IF_ERROR(check_replica_updates(*input.replica_updates, region));
  if (input.global_table_settings_replication_mode)
    MAGNETO_RETURN_IF_ERROR(
        check_settings_replication_mode(*input.global_table_settings_replication_mode));
  const std::int64_t now_ms = context.services.clock.now_ms();
  const std::int64_t done_ms =
      now_ms + std::max<std::int64_t>(context.services.transition_delay_ms, 1);
  const auto answered = std::make_shared<Answered>();
  bool found = false;
  const auto change = [&](catalog::Table& table) -> Result<void> {
    found = true;
    if (input.replica_updates) return refuse_replica_updates(*input.replica_updates, region);
    answered->before = table;
    MAGNETO_RETURN_IF_ERROR(check_one_online_index(table, input));
    MAGNETO_RETURN_IF_ERROR(check_no_transition(context, table, now_ms));
    MAGNETO_RETURN_IF_ERROR(change_billing(table, input, done_ms));
    const bool switched = answered->before.on_demand && !table.on_demand;
    MAGNETO_RETURN_IF_ERROR(change_indexes(table, input, switched, done_ms));
    MAGNETO_RETURN_IF_ERROR(change_vector_indexes(table, input));
    MAGNETO_RETURN_IF_ERROR(change_settings(context, table, input, now_ms));
    if (changes_units(input))
      MAGNETO_RETURN_IF_ERROR(check_quotas(table, context.services.catalog.options().region));
    if (leaves_table_active(input)) return {};
    table.transition_status = catalog::Status::kUpdating;
    table.transition_ends_ms = end_of_transition(now_ms, context.services.transition_delay_ms);
    return {};
  };
  auto updated = context.services.catalog.update(name, change);
  if (!found && !updated.ok() && updated.error().code() == ErrorCode::kResourceNotFound)
    return messages::table_not_found(name);
  MAGNETO_ASSIGN_OR_RETURN(context.table, std::move(updated));
  if (input.stream_specification) MAGNETO_RETURN_IF_ERROR(finish_stream_transition(context, name));
  answered->after = std::move(context.table);
  context.table = catalog::TablePtr(answered, answered->after.get());
  return model::UpdateTableOutput{
      .table_description =
          describe_updated(context.arena, answered->before, *context.table, input, now_ms)};
}

}  // namespace magneto::internal::operations
