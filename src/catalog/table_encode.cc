// SPDX-License-Identifier: Apache-2.0
#include "catalog/table_codec.h"
#include "json/json_writer.h"

namespace magneto::internal::catalog {
namespace {

using json::JsonWriter;

std::string_view projection_name(ProjectionType type) {
  switch (type) {
    case ProjectionType::kAll:
      return "ALL";
    case ProjectionType::kKeysOnly:
      return "KEYS_ONLY";
    case ProjectionType::kInclude:
      return "INCLUDE";
  }
  return {};
}

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.plain_key(name);
  json.string(text);
}

void write_integer(JsonWriter& json, std::string_view name, std::int64_t value) {
  json.plain_key(name);
  json.integer(value);
}

void write_flag(JsonWriter& json, std::string_view name, bool value) {
  json.plain_key(name);
  json.boolean(value);
}

void write_attributes(JsonWriter& json, std::string_view name,
                      const std::vector<keys::KeyAttribute>& attributes) {
  json.plain_key(name);
  json.begin_array();
  for (const keys::KeyAttribute& attribute : attributes) {
    json.begin_object();
    write_text(json, "name", attribute.name);
    write_text(json, "type", value::type_name(attribute.type));
    json.end_object();
  }
  json.end_array();
}

void write_schema(JsonWriter& json, const keys::KeySchema& schema) {
  json.plain_key("key");
  json.begin_object();
  write_attributes(json, "partition", schema.partition);
  write_attributes(json, "sort", schema.sort);
  json.end_object();
}

void write_throughput(JsonWriter& json, const Throughput& throughput) {
  json.plain_key("throughput");
  json.begin_object();
  write_integer(json, "read_units", throughput.read_units);
  write_integer(json, "write_units", throughput.write_units);
  write_integer(json, "last_increase_ms", throughput.last_increase_ms);
  write_integer(json, "last_decrease_ms", throughput.last_decrease_ms);
  write_integer(json, "decreases_today", throughput.decreases_today);
  json.end_object();
}

void write_limits(JsonWriter& json, const std::optional<OnDemandThroughput>& on_demand,
                  const std::optional<WarmThroughput>& warm) {
  if (on_demand) {
    json.plain_key("on_demand_throughput");
    json.begin_object();
    if (on_demand->max_read_units) {
      write_integer(json, "max_read_units", *on_demand->max_read_units);
    }
    if (on_demand->max_write_units) {
      write_integer(json, "max_write_units", *on_demand->max_write_units);
    }
    json.end_object();
  }
  if (warm) {
    json.plain_key("warm_throughput");
    json.begin_object();
    write_integer(json, "read_units_per_second", warm->read_units_per_second);
    write_integer(json, "write_units_per_second", warm->write_units_per_second);
    json.end_object();
  }
}

void write_projection(JsonWriter& json, const Projection& projection) {
  json.plain_key("projection");
  json.begin_object();
  write_text(json, "type", projection_name(projection.type));
  json.plain_key("attributes");
  json.begin_array();
  for (const std::string& name : projection.non_key_attributes) json.string(name);
  json.end_array();
  json.end_object();
}

// What was never set is not written.

void write_policy(JsonWriter& json, const ResourcePolicy& policy) {
  if (policy.revision_ms == 0) return;
  json.plain_key("policy");
  json.begin_object();
  write_text(json, "document", policy.document);
  write_integer(json, "revision_ms", policy.revision_ms);
  json.end_object();
}

void write_insights(JsonWriter& json, const ContributorInsights& insights) {
  if (insights.updated_ms == 0) return;
  json.plain_key("insights");
  json.begin_object();
  write_flag(json, "enabled", insights.enabled);
  write_text(json, "mode", insights.mode);
  write_integer(json, "updated_ms", insights.updated_ms);
  write_integer(json, "enabled_ms", insights.enabled_ms);
  json.end_object();
}

void write_kinesis_destinations(JsonWriter& json,
                                const std::vector<KinesisDestination>& destinations) {
  if (destinations.empty()) return;
  json.plain_key("kinesis_destinations");
  json.begin_array();
  for (const KinesisDestination& destination : destinations) {
    json.begin_object();
    write_text(json, "stream_arn", destination.stream_arn);
    write_text(json, "status", destination_status_name(destination.status));
    write_text(json, "precision", destination.precision);
    json.end_object();
  }
  json.end_array();
}

void write_index(JsonWriter& json, const Index& index) {
  json.begin_object();
  write_text(json, "name", index.name);
  write_integer(json, "space", index.space);
  write_flag(json, "local", index.local);
  write_schema(json, index.schema);
  write_projection(json, index.projection);
  write_throughput(json, index.throughput);
  write_limits(json, index.on_demand_throughput, index.warm_throughput);
  write_text(json, "status", status_name(index.status));
  write_flag(json, "backfilling", index.backfilling);
  write_insights(json, index.insights);
  json.end_object();
}

void write_vector_index(JsonWriter& json, const VectorIndex& index) {
  json.begin_object();
  write_text(json, "name", index.name);
  write_integer(json, "space", index.space);
  write_text(json, "attribute", index.attribute);
  write_integer(json, "dimensions", index.dimensions);
  write_text(json, "distance", distance_function_name(index.distance));
  json.plain_key("search_schema");
  json.begin_array();
  for (const SearchAttribute& each : index.search_schema) {
    json.begin_object();
    write_text(json, "name", each.attribute.name);
    write_text(json, "type", value::type_name(each.attribute.type));
    write_flag(json, "hash", each.hash);
    json.end_object();
  }
  json.end_array();
  write_projection(json, index.projection);
  write_text(json, "status", status_name(index.status));
  write_flag(json, "backfilling", index.backfilling);
  json.end_object();
}

// Absent without vector indexes.
void write_vector_indexes(JsonWriter& json, const Table& table) {
  if (table.vector_indexes.empty()) return;
  json.plain_key("vector_indexes");
  json.begin_array();
  for (const auto& index : table.vector_indexes) write_vector_index(json, *index);
  json.end_array();
}

void write_stream(JsonWriter& json, const Stream& stream) {
  json.begin_object();
  write_integer(json, "space", stream.space);
  write_text(json, "view_type", view_type_name(stream.view_type));
  write_text(json, "label", stream.label);
  write_integer(json, "created_ms", stream.created_ms);
  write_integer(json, "disabled_ms", stream.disabled_ms);
  write_integer(json, "first", static_cast<std::int64_t>(stream.first));
  write_integer(json, "end", static_cast<std::int64_t>(stream.end));
  write_policy(json, stream.policy);
  json.end_object();
}

void write_recovery(JsonWriter& json, const Table& table) {
  if (table.history) {
    json.plain_key("history");
    json.begin_object();
    write_integer(json, "space", table.history->space);
    write_integer(json, "enabled_ms", table.history->enabled_ms);
    write_integer(json, "period_days", table.history->period_days);
    write_integer(json, "first", static_cast<std::int64_t>(table.history->first));
    write_flag(json, "closing", table.history->closing);
    json.end_object();
  }
  if (table.restoring()) {
    json.plain_key("restore");
    json.begin_object();
    write_text(json, "backup", table.restore->backup);
    write_text(json, "source_table", table.restore->source_table);
    write_integer(json, "items", table.restore->items);
    write_integer(json, "history", table.restore->history);
    write_integer(json, "until", static_cast<std::int64_t>(table.restore->until));
    write_integer(json, "moment_ms", table.restore->moment_ms);
    json.end_object();
  }
}

void write_settings(JsonWriter& json, const Table& table) {
  write_flag(json, "on_demand", table.on_demand);
  write_flag(json, "billing_mode_named", table.billing_mode_named);
  write_integer(json, "on_demand_since_ms", table.on_demand_since_ms);
  write_throughput(json, table.throughput);
  write_limits(json, table.on_demand_throughput, table.warm_throughput);
  write_flag(json, "deletion_protection", table.deletion_protection);
  write_text(json, "table_class", table.table_class);
  write_integer(json, "table_class_changed_ms", table.table_class_changed_ms);
  write_flag(json, "encrypted_with_kms", table.encrypted_with_kms);
  write_text(json, "kms_key_arn", table.kms_key_arn);
  json.plain_key("streams");
  json.begin_array();
  for (const Stream& stream : table.streams) write_stream(json, stream);
  json.end_array();
  write_text(json, "ttl_attribute", table.ttl_attribute);
  json.plain_key("tags");
  json.begin_array();
  for (const auto& [key, value] : table.tags) {
    json.begin_object();
    write_text(json, "key", key);
    write_text(json, "value", value);
    json.end_object();
  }
  json.end_array();
  write_policy(json, table.policy);
  write_kinesis_destinations(json, table.kinesis_destinations);
  write_insights(json, table.insights);
  if (!table.settings_replication_mode.empty())
    write_text(json, "settings_replication_mode", table.settings_replication_mode);
  write_recovery(json, table);
}

}  // namespace

std::string encode_table(const Table& table) {
  JsonWriter json;
  json.begin_object();
  write_integer(json, "version", kTableFormat);
  write_text(json, "name", table.name);
  write_integer(json, "space", table.space);
  write_text(json, "id", table.id);
  write_integer(json, "created_ms", table.created_ms);
  write_text(json, "status", status_name(table.status));
  write_attributes(json, "attributes", table.attribute_definitions);
  write_schema(json, table.schema);
  json.plain_key("indexes");
  json.begin_array();
  for (const auto& index : table.indexes) write_index(json, *index);
  json.end_array();
  write_settings(json, table);
  write_vector_indexes(json, table);
  json.end_object();
  return std::string(json.text());
}

}  // namespace magneto::internal::catalog
