// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/backup_description.h"

#include <string>

#include "catalog/arn.h"
#include "operations/backups/backup_arn.h"
#include "operations/core/timestamp.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

std::string_view table_arn(Context& context, const catalog::Backup& backup) {
  const auto& place = context.services.catalog.options();
  return context.arena.copy(
      catalog::make_table_arn(place.region, place.account, backup.table.name));
}

model::ProvisionedThroughput units(const catalog::Throughput& from) {
  return {.read_capacity_units = from.read_units, .write_capacity_units = from.write_units};
}

model::SourceTableDetails source_table(Context& context, const catalog::Backup& backup) {
  const catalog::Table& table = backup.table;
  model::SourceTableDetails out;
  out.table_name = context.arena.copy(table.name);
  out.table_id = context.arena.copy(table.id);
  out.table_arn = table_arn(context, backup);
  out.table_size_bytes = backup.bytes;
  out.key_schema = describe_key_schema(context.arena, table.schema);
  out.table_creation_date_time = to_seconds(table.created_ms);
  out.provisioned_throughput = units(table.throughput);
  out.on_demand_throughput = describe_on_demand_throughput(table.on_demand_throughput);
  out.item_count = backup.items;
  out.billing_mode =
      table.on_demand ? model::BillingMode::kPayPerRequest : model::BillingMode::kProvisioned;
  return out;
}

void add_indexes(Context& context, const catalog::Table& table,
                 model::SourceTableFeatureDetails& out) {
  Arena& arena = context.arena;
  auto locals = arena.make_span<model::LocalSecondaryIndexInfo>(table.indexes.size());
  auto globals = arena.make_span<model::GlobalSecondaryIndexInfo>(table.indexes.size());
  std::size_t local_count = 0;
  std::size_t global_count = 0;
  for (const auto& index : table.indexes) {
    const std::string_view name = arena.copy(index->name);
    const auto schema = describe_key_schema(arena, index->schema);
    const model::Projection projection = describe_projection(arena, index->projection);
    if (index->local) {
      locals[local_count++] = {name, schema, projection};
    } else {
      globals[global_count++] = {name, schema, projection, units(index->throughput),
                                 describe_on_demand_throughput(index->on_demand_throughput)};
    }
  }
  if (local_count != 0) out.local_secondary_indexes = locals.first(local_count);
  if (global_count != 0) out.global_secondary_indexes = globals.first(global_count);
}

model::SourceTableFeatureDetails source_features(Context& context, const catalog::Table& table) {
  model::SourceTableFeatureDetails out;
  add_indexes(context, table, out);
  if (!table.vector_indexes.empty())
    out.vector_indexes = describe_vector_indexes(context.arena, table);
  if (const catalog::Stream* stream = table.enabled_stream()) {
    out.stream_description = model::StreamSpecification{true, stream->view_type};
  }
  if (!table.ttl_attribute.empty()) {
    out.time_to_live_description =
        model::TimeToLiveDescription{.time_to_live_status = model::TimeToLiveStatus::kEnabled,
                                     .attribute_name = context.arena.copy(table.ttl_attribute)};
  }
  out.sse_description = describe_encryption(table);
  if (out.sse_description) {
    out.sse_description->kms_master_key_arn = context.arena.copy(table.kms_key_arn);
  }
  return out;
}

}  // namespace

model::BackupStatus backup_status(const Context& context, const catalog::Backup& backup) {
  const bool in_transition =
      backup.type == catalog::BackupType::kUser &&
      context.services.clock.now_ms() <
          end_of_transition(backup.created_ms, context.services.transition_delay_ms);
  const bool creating = backup.status == catalog::BackupStatus::kCreating || in_transition;
  return creating ? model::BackupStatus::kCreating : model::BackupStatus::kAvailable;
}

model::BackupDetails describe_backup_details(Context& context, const catalog::Backup& backup,
                                             std::string_view arn, model::BackupStatus status) {
  model::BackupDetails out;
  out.backup_arn = context.arena.copy(arn);
  out.backup_name = context.arena.copy(backup.name);
  out.backup_size_bytes = backup.bytes;
  out.backup_status = status;
  out.backup_type = backup.type;
  out.backup_creation_date_time = to_seconds(backup.created_ms);
  out.backup_expiry_date_time = seconds_if_any(backup.expires_ms);
  return out;
}

model::BackupDescription describe_whole_backup(Context& context, const catalog::Backup& backup,
                                               std::string_view arn, model::BackupStatus status) {
  return {.backup_details = describe_backup_details(context, backup, arn, status),
          .source_table_details = source_table(context, backup),
          .source_table_feature_details = source_features(context, backup.table)};
}

model::BackupSummary summarize_backup(Context& context, const catalog::Backup& backup) {
  model::BackupSummary out;
  out.table_name = context.arena.copy(backup.table.name);
  out.table_id = context.arena.copy(backup.table.id);
  out.table_arn = table_arn(context, backup);
  out.backup_arn = context.arena.copy(backup_arn(context.services.catalog.options(), backup.id));
  out.backup_name = context.arena.copy(backup.name);
  out.backup_creation_date_time = to_seconds(backup.created_ms);
  out.backup_expiry_date_time = seconds_if_any(backup.expires_ms);
  out.backup_status = backup_status(context, backup);
  out.backup_type = backup.type;
  out.backup_size_bytes = backup.bytes;
  return out;
}

}  // namespace magneto::internal::operations
