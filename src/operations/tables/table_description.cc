// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/table_description.h"

#include <algorithm>
#include <string>

#include "operations/core/timestamp.h"
#include "operations/tables/index_definition.h"
#include "value/type.h"

namespace magneto::internal::operations {
namespace {

using catalog::Status;

std::span<const model::KeySchemaElement> key_schema(Arena& arena, const keys::KeySchema& schema) {
  auto elements = arena.make_span<model::KeySchemaElement>(schema.size());
  std::size_t i = 0;
  for (const auto& each : schema.partition) elements[i++] = {each.name, model::KeyType::kHash};
  for (const auto& each : schema.sort) elements[i++] = {each.name, model::KeyType::kRange};
  return elements;
}

std::span<const model::AttributeDefinition> definitions(Arena& arena, const catalog::Table& table) {
  auto all = arena.make_span<model::AttributeDefinition>(table.attribute_definitions.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = {table.attribute_definitions[i].name,
              model::Enum<model::ScalarAttributeType>(
                  value::type_name(table.attribute_definitions[i].type))};
  return all;
}

model::Projection projection(Arena& arena, const catalog::Projection& from) {
  switch (from.type) {
    case catalog::ProjectionType::kAll:
      return {.projection_type = model::ProjectionType::kAll, .non_key_attributes = {}};
    case catalog::ProjectionType::kKeysOnly:
      return {.projection_type = model::ProjectionType::kKeysOnly, .non_key_attributes = {}};
    case catalog::ProjectionType::kInclude:
      break;
  }
  auto names = arena.make_span<std::string_view>(from.non_key_attributes.size());
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = from.non_key_attributes[i];
  return {.projection_type = model::ProjectionType::kInclude, .non_key_attributes = names};
}

model::ProvisionedThroughputDescription throughput(const catalog::Throughput& from) {
  return {.last_increase_date_time = seconds_if_any(from.last_increase_ms),
          .last_decrease_date_time = seconds_if_any(from.last_decrease_ms),
          .number_of_decreases_today = from.decreases_today,
          .read_capacity_units = from.read_units,
          .write_capacity_units = from.write_units};
}

std::optional<model::OnDemandThroughput> on_demand_throughput(
    const std::optional<catalog::OnDemandThroughput>& from) {
  if (!from) return std::nullopt;
  return model::OnDemandThroughput{from->max_read_units, from->max_write_units};
}

/// What was asked for at creation comes with it. `Description` is that of the table or of an index,
/// with the words of its status.
template <class Description, auto kComing, auto kThere>
Description warm_throughput(const std::optional<catalog::WarmThroughput>& asked, bool on_demand,
                            const catalog::Throughput& provisioned, Status status) {
  const auto warm = asked.value_or(default_warm_throughput(on_demand, provisioned));
  const bool coming = asked && status == Status::kCreating;
  return {warm.read_units_per_second, warm.write_units_per_second, coming ? kComing : kThere};
}

constexpr auto table_warm_throughput =
    warm_throughput<model::TableWarmThroughputDescription, model::TableStatus::kUpdating,
                    model::TableStatus::kActive>;
constexpr auto index_warm_throughput =
    warm_throughput<model::GlobalSecondaryIndexWarmThroughputDescription, Status::kUpdating,
                    Status::kActive>;

template <class AnyIndex>
std::string_view index_arn(Arena& arena, const catalog::Table& table, const AnyIndex& index) {
  return arena.copy(table.arn + "/index/" + index.name);
}

struct Size {
  std::int64_t bytes = 0, items = 0;
};

/// What is being created or filled has not been counted yet.
Size size_of(const catalog::Statistics& statistics, bool counted) {
  if (!counted) return {};
  return {.bytes = statistics.bytes.load(), .items = statistics.items.load()};
}

/// An index that is being filled says so, whatever else is going on. `AnyIndex` is of either kind.
template <class AnyIndex>
bool has_own_status(const AnyIndex& index) {
  return index.backfilling || index.status != Status::kActive;
}

model::GlobalSecondaryIndexDescription global_index(Arena& arena, const catalog::Table& table,
                                                    const catalog::Index& index, Status status) {
  model::GlobalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = key_schema(arena, index.schema);
  out.projection = projection(arena, index.projection);
  // An index that is being restored has none (observed).
  const bool restored = status == Status::kCreating && table.restore.has_value();
  if (!restored) out.index_status = status;
  if (index.backfilling) out.backfilling = true;
  out.provisioned_throughput = throughput(index.throughput);
  const Size size = size_of(*index.statistics, !index.backfilling && status != Status::kCreating);
  out.index_size_bytes = size.bytes;
  out.item_count = size.items;
  out.index_arn = index_arn(arena, table, index);
  out.on_demand_throughput = on_demand_throughput(index.on_demand_throughput);
  out.warm_throughput =
      index_warm_throughput(index.warm_throughput, table.on_demand, index.throughput, status);
  return out;
}

model::LocalSecondaryIndexDescription local_index(Arena& arena, const catalog::Table& table,
                                                  const catalog::Index& index, Status status) {
  model::LocalSecondaryIndexDescription out;
  out.index_name = index.name;
  out.key_schema = key_schema(arena, index.schema);
  out.projection = projection(arena, index.projection);
  const Size size = size_of(*index.statistics, status != Status::kCreating);
  out.index_size_bytes = size.bytes;
  out.item_count = size.items;
  out.index_arn = index_arn(arena, table, index);
  return out;
}

std::span<const model::SearchSchemaElement> search_schema(Arena& arena,
                                                          const catalog::VectorIndex& index) {
  const auto elements = arena.make_span<model::SearchSchemaElement>(index.search_schema.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const catalog::SearchAttribute& each = index.search_schema[i];
    elements[i] = {each.attribute.name, each.hash ? model::SearchSchemaElementType::kHash
                                                  : model::SearchSchemaElementType::kInlineFilter};
  }
  return elements;
}

model::VectorIndexDescription vector_index(Arena& arena, const catalog::Table& table,
                                           const catalog::VectorIndex& index, Status status) {
  model::VectorIndexDescription out;
  out.index_name = index.name;
  if (!index.search_schema.empty()) out.search_schema = search_schema(arena, index);
  out.projection = projection(arena, index.projection);
  out.vector_attribute = model::VectorAttributeDefinition{index.attribute};
  out.dimensions = index.dimensions;
  out.distance_function = index.distance;
  out.index_status = status;
  if (index.backfilling) out.backfilling = true;
  const Size size = size_of(*index.statistics, !index.backfilling && status != Status::kCreating);
  out.index_size_bytes = size.bytes;
  out.item_count = size.items;
  out.index_arn = index_arn(arena, table, index);
  return out;
}

void add_vector_indexes(Arena& arena, const catalog::Table& table, Status status,
                        model::TableDescription& out) {
  if (table.vector_indexes.empty()) return;
  const auto all = arena.make_span<model::VectorIndexDescription>(table.vector_indexes.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const catalog::VectorIndex& index = *table.vector_indexes[i];
    all[i] = vector_index(arena, table, index, has_own_status(index) ? index.status : status);
  }
  out.vector_indexes = all;
}

void add_indexes(Arena& arena, const catalog::Table& table, Status status,
                 model::TableDescription& out) {
  std::size_t local_count = 0;
  for (const auto& index : table.indexes) local_count += index->local ? 1 : 0;
  auto locals = arena.make_span<model::LocalSecondaryIndexDescription>(local_count);
  auto globals =
      arena.make_span<model::GlobalSecondaryIndexDescription>(table.indexes.size() - local_count);
  std::size_t next_local = 0, next_global = 0;
  for (const auto& index : table.indexes) {
    if (index->local)
      locals[next_local++] = local_index(arena, table, *index, status);
    else
      globals[next_global++] =
          global_index(arena, table, *index, has_own_status(*index) ? index->status : status);
  }
  if (!locals.empty()) out.local_secondary_indexes = locals;
  if (!globals.empty()) out.global_secondary_indexes = globals;
}

std::optional<model::SSEDescription> encryption(const catalog::Table& table) {
  if (!table.encrypted_with_kms) return std::nullopt;
  return model::SSEDescription{.status = model::SSEStatus::kEnabled,
                               .sse_type = model::SSEType::kKms,
                               .kms_master_key_arn = table.kms_key_arn};
}

std::optional<model::BillingModeSummary> billing(const catalog::Table& table, Status status) {
  if (!table.billing_mode_named) return std::nullopt;
  return model::BillingModeSummary{
      .billing_mode =
          table.on_demand ? model::BillingMode::kPayPerRequest : model::BillingMode::kProvisioned,
      .last_update_to_pay_per_request_date_time =
          status == Status::kCreating ? std::nullopt : seconds_if_any(table.on_demand_since_ms)};
}

/// The ARN of something else beside the table.
std::string_view beside(Arena& arena, const catalog::Table& table, std::string_view resource) {
  const std::string_view place =
      std::string_view(table.arn).substr(0, table.arn.size() - table.name.size());
  return arena.copy(std::string(place).append(resource));
}

/// It stays when the table is restored (recorded in 2026).
std::optional<model::RestoreSummary> restore_summary(Arena& arena, const catalog::Table& table,
                                                     Status status) {
  if (!table.restore) return std::nullopt;
  model::RestoreSummary out;
  if (!table.restore->backup.empty())
    out.source_backup_arn = beside(arena, table, table.restore->backup);
  out.source_table_arn = beside(arena, table, table.restore->source_table);
  out.restore_date_time = to_seconds(table.restore->moment_ms);
  out.restore_in_progress = status == Status::kCreating;
  return out;
}

/// What DeleteTable describes too.
model::TableDescription describe_core(Arena& arena, const catalog::Table& table, Status status) {
  model::TableDescription out;
  out.table_name = table.name;
  out.table_status = catalog::table_status(status);
  out.provisioned_throughput = throughput(table.throughput);
  const Size size = size_of(*table.statistics, status != Status::kCreating);
  out.table_size_bytes = size.bytes;
  out.item_count = size.items;
  out.table_arn = table.arn;
  out.table_id = table.id;
  out.billing_mode_summary = billing(table, status);
  if (const catalog::Stream* stream = table.enabled_stream()) {
    out.stream_specification = model::StreamSpecification{true, stream->view_type};
  }
  if (!table.streams.empty()) {
    out.latest_stream_label = table.streams.back().label;
    out.latest_stream_arn = stream_arn(arena, table, table.streams.back());
  }
  if (!table.table_class.empty())
    out.table_class_summary = model::TableClassSummary{
        .table_class = model::Enum<model::TableClass>(table.table_class),
        .last_update_date_time = seconds_if_any(table.table_class_changed_ms)};
  out.deletion_protection_enabled = table.deletion_protection;
  if (!table.settings_replication_mode.empty())
    out.global_table_settings_replication_mode =
        model::Enum<model::GlobalTableSettingsReplicationMode>(table.settings_replication_mode);
  out.on_demand_throughput = on_demand_throughput(table.on_demand_throughput);
  out.warm_throughput =
      table_warm_throughput(table.warm_throughput, table.on_demand, table.throughput, status);
  out.sse_description = encryption(table);
  out.restore_summary = restore_summary(arena, table, status);
  return out;
}

model::TableDescription describe_all(Arena& arena, const catalog::Table& table, Status status) {
  model::TableDescription out = describe_core(arena, table, status);
  out.attribute_definitions = definitions(arena, table);
  out.key_schema = key_schema(arena, table.schema);
  out.creation_date_time = to_seconds(table.created_ms);
  add_indexes(arena, table, status, out);
  add_vector_indexes(arena, table, status, out);
  return out;
}

}  // namespace

std::string_view stream_arn(Arena& arena, const catalog::Table& table,
                            const catalog::Stream& stream) {
  return arena.copy(table.arn + "/stream/" + stream.label);
}

std::span<const model::KeySchemaElement> describe_key_schema(Arena& arena,
                                                             const keys::KeySchema& schema) {
  return key_schema(arena, schema);
}

std::span<const model::VectorIndexInfo> describe_vector_indexes(Arena& arena,
                                                                const catalog::Table& table) {
  const auto all = arena.make_span<model::VectorIndexInfo>(table.vector_indexes.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const catalog::VectorIndex& index = *table.vector_indexes[i];
    all[i].index_name = index.name;
    all[i].vector_attribute = model::VectorAttributeDefinition{index.attribute};
    if (!index.search_schema.empty()) all[i].search_schema = search_schema(arena, index);
    all[i].projection = projection(arena, index.projection);
    all[i].dimensions = index.dimensions;
    all[i].distance_function = index.distance;
  }
  return all;
}

model::Projection describe_projection(Arena& arena, const catalog::Projection& from) {
  return projection(arena, from);
}

std::optional<model::OnDemandThroughput> describe_on_demand_throughput(
    const std::optional<catalog::OnDemandThroughput>& from) {
  return on_demand_throughput(from);
}

std::optional<model::SSEDescription> describe_encryption(const catalog::Table& table) {
  return encryption(table);
}

model::TableDescription describe(Arena& arena, const catalog::Table& table, std::int64_t now_ms) {
  const Status status = now_ms < table.transition_ends_ms ? table.transition_status : table.status;
  return describe_all(arena, table, status);
}

model::TableDescription describe_created(Arena& arena, const catalog::Table& table,
                                         const std::optional<model::WarmThroughput>& asked) {
  model::TableDescription out = describe_all(arena, table, Status::kCreating);
  if (!asked) out.warm_throughput.reset();
  if (out.global_secondary_indexes) {
    auto indexes = arena.make_span<model::GlobalSecondaryIndexDescription>(
        out.global_secondary_indexes->size());
    std::ranges::copy(*out.global_secondary_indexes, indexes.begin());
    for (auto& index : indexes) index.warm_throughput.reset();
    out.global_secondary_indexes = indexes;
  }
  return out;
}

model::TableDescription describe_deleting(Arena& arena, const catalog::Table& table) {
  model::TableDescription out = describe_core(arena, table, Status::kDeleting);
  out.warm_throughput.reset();
  return out;
}

}  // namespace magneto::internal::operations
