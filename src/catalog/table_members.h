// SPDX-License-Identifier: Apache-2.0
//
// What of a table is stored, listed once: names, order and form of its members. table_encode.cc has
// the visitor that writes JSON, table_decode.cc the one that reads it. A new setting is one line.
//
// A visitor has, each with the name of the member and the member:
//
//   text, integer, flag      always written; absent: the default
//   text_if_set              not written when empty
//   required_text, space     reading fails when it is empty, or no space
//   choice                   an enum: the model's, or another one with its names
//   object, list             of what has members() below; lists of texts
//   object_if                written only when the flag behind it says so
//   require                  reading fails unless the condition holds
#pragma once

#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "catalog/table.h"
#include "value/type.h"

namespace magneto::internal::catalog {

template <class Enum, std::size_t kCount>
using Names = std::array<std::pair<std::string_view, Enum>, kCount>;

inline constexpr Names<value::Type, 3> kKeyTypeNames = {
    {{"S", value::Type::kString}, {"N", value::Type::kNumber}, {"B", value::Type::kBinary}}};

/// `T`, constant (for writing) or not (for reading).
template <class T, class Plain>
concept Of = std::same_as<std::remove_const_t<T>, Plain>;

template <class Visitor, Of<keys::KeyAttribute> T>
void members(Visitor& v, T& attribute) {
  v.text("name", attribute.name);
  v.choice("type", attribute.type, kKeyTypeNames);
}

template <class Visitor, Of<keys::KeySchema> T>
void members(Visitor& v, T& schema) {
  v.list("partition", schema.partition);
  v.list("sort", schema.sort);
}

template <class Visitor, Of<Projection> T>
void members(Visitor& v, T& projection) {
  v.choice("type", projection.type);
  v.list("attributes", projection.non_key_attributes);
}

template <class Visitor, Of<Throughput> T>
void members(Visitor& v, T& throughput) {
  v.integer("read_units", throughput.read_units);
  v.integer("write_units", throughput.write_units);
  v.integer("last_increase_ms", throughput.last_increase_ms);
  v.integer("last_decrease_ms", throughput.last_decrease_ms);
  v.integer("decreases_today", throughput.decreases_today);
}

template <class Visitor, Of<OnDemandThroughput> T>
void members(Visitor& v, T& throughput) {
  v.integer("max_read_units", throughput.max_read_units);
  v.integer("max_write_units", throughput.max_write_units);
}

template <class Visitor, Of<WarmThroughput> T>
void members(Visitor& v, T& throughput) {
  v.integer("read_units_per_second", throughput.read_units_per_second);
  v.integer("write_units_per_second", throughput.write_units_per_second);
}

template <class Visitor, Of<ResourcePolicy> T>
void members(Visitor& v, T& policy) {
  v.text("document", policy.document);
  v.integer("revision_ms", policy.revision_ms);
}

template <class Visitor, Of<ContributorInsights> T>
void members(Visitor& v, T& insights) {
  v.flag("enabled", insights.enabled);
  v.text("mode", insights.mode);
  v.integer("updated_ms", insights.updated_ms);
  v.integer("enabled_ms", insights.enabled_ms);
}

template <class Visitor, Of<KinesisDestination> T>
void members(Visitor& v, T& destination) {
  v.text("stream_arn", destination.stream_arn);
  v.choice("status", destination.status);
  v.text("precision", destination.precision);
}

template <class Visitor, Of<SearchAttribute> T>
void members(Visitor& v, T& each) {
  members(v, each.attribute);
  v.flag("hash", each.hash);
}

template <class Visitor, Of<std::pair<std::string, std::string>> T>
void members(Visitor& v, T& tag) {
  v.text("key", tag.first);
  v.text("value", tag.second);
}

template <class Visitor, Of<Stream> T>
void members(Visitor& v, T& stream) {
  v.space("space", stream.space);
  v.choice("view_type", stream.view_type);
  v.text("label", stream.label);
  v.integer("created_ms", stream.created_ms);
  v.integer("disabled_ms", stream.disabled_ms);
  v.integer("first", stream.first);
  v.integer("end", stream.end);
  v.object_if("policy", stream.policy, stream.policy.revision_ms != 0);
}

template <class Visitor, Of<History> T>
void members(Visitor& v, T& history) {
  v.space("space", history.space);
  v.integer("enabled_ms", history.enabled_ms);
  v.integer("period_days", history.period_days);
  v.integer("first", history.first);
  v.flag("closing", history.closing);
}

template <class Visitor, Of<Restore> T>
void members(Visitor& v, T& restore) {
  v.text("backup", restore.backup);
  v.text("source_table", restore.source_table);
  v.integer("items", restore.items);
  v.integer("history", restore.history);
  v.integer("until", restore.until);
  v.integer("moment_ms", restore.moment_ms);
}

template <class Visitor, Of<Index> T>
void members(Visitor& v, T& index) {
  v.text("name", index.name);
  v.space("space", index.space);
  v.flag("local", index.local);
  v.object("key", index.schema);
  v.require("key", !index.schema.partition.empty());
  v.required_object("projection", index.projection);
  v.object("throughput", index.throughput);
  v.object("on_demand_throughput", index.on_demand_throughput);
  v.object("warm_throughput", index.warm_throughput);
  v.choice("status", index.status);
  v.flag("backfilling", index.backfilling);
  v.object_if("insights", index.insights, index.insights.updated_ms != 0);
}

template <class Visitor, Of<VectorIndex> T>
void members(Visitor& v, T& index) {
  v.text("name", index.name);
  v.space("space", index.space);
  v.text("attribute", index.attribute);
  v.integer("dimensions", index.dimensions);
  v.require("dimensions", index.dimensions > 0);
  v.choice("distance", index.distance);
  v.list("search_schema", index.search_schema);
  v.required_object("projection", index.projection);
  v.choice("status", index.status);
  v.flag("backfilling", index.backfilling);
}

template <class Visitor, Of<Table> T>
void settings(Visitor& v, T& table) {
  v.flag("on_demand", table.on_demand);
  v.flag("billing_mode_named", table.billing_mode_named);
  v.integer("on_demand_since_ms", table.on_demand_since_ms);
  v.object("throughput", table.throughput);
  v.object("on_demand_throughput", table.on_demand_throughput);
  v.object("warm_throughput", table.warm_throughput);
  v.flag("deletion_protection", table.deletion_protection);
  v.text("table_class", table.table_class);
  v.integer("table_class_changed_ms", table.table_class_changed_ms);
  v.flag("encrypted_with_kms", table.encrypted_with_kms);
  v.text("kms_key_arn", table.kms_key_arn);
  v.list("streams", table.streams);
  v.text("ttl_attribute", table.ttl_attribute);
  v.list("tags", table.tags);
  v.object_if("policy", table.policy, table.policy.revision_ms != 0);
  v.list_if_any("kinesis_destinations", table.kinesis_destinations);
  v.object_if("insights", table.insights, table.insights.updated_ms != 0);
  v.text_if_set("settings_replication_mode", table.settings_replication_mode);
  v.object("history", table.history);
  // It is described when it is done, too.
  v.object("restore", table.restore);
}

template <class Visitor, Of<Table> T>
void members(Visitor& v, T& table) {
  v.required_text("name", table.name);
  v.space("space", table.space);
  v.text("id", table.id);
  v.integer("created_ms", table.created_ms);
  v.choice("status", table.status);
  v.list("attributes", table.attribute_definitions);
  v.object("key", table.schema);
  v.require("key", !table.schema.partition.empty());
  v.list("indexes", table.indexes);
  settings(v, table);
  v.list_if_any("vector_indexes", table.vector_indexes);
}

}  // namespace magneto::internal::catalog
