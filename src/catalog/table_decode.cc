// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <array>

#include "catalog/stored_json.h"
#include "catalog/table_codec.h"

namespace magneto::internal::catalog {
namespace {

using Reader = StoredJsonReader;
using simdjson::dom::element;
using simdjson::dom::object;

template <class Enum, std::size_t kCount>
Enum read_enum(Reader& reader, object from, std::string_view name,
               const std::array<std::pair<std::string_view, Enum>, kCount>& known) {
  const std::string text = reader.text(from, name);
  for (const auto& [known_text, value] : known) {
    if (known_text == text) return value;
  }
  reader.fail(name);
  return known.front().second;
}

Status read_status(Reader& reader, object from) {
  static constexpr std::array<std::pair<std::string_view, Status>, 4> kKnown = {{
      {"CREATING", Status::kCreating},
      {"UPDATING", Status::kUpdating},
      {"DELETING", Status::kDeleting},
      {"ACTIVE", Status::kActive},
  }};
  return read_enum(reader, from, "status", kKnown);
}

value::Type read_type(Reader& reader, object from) {
  static constexpr std::array<std::pair<std::string_view, value::Type>, 3> kKnown = {{
      {"S", value::Type::kString},
      {"N", value::Type::kNumber},
      {"B", value::Type::kBinary},
  }};
  return read_enum(reader, from, "type", kKnown);
}

keys::SpaceId read_space(Reader& reader, object from) {
  const std::int64_t space = reader.integer(from, "space");
  if (space <= 0 || space > keys::kMaxSpaceId) reader.fail("space");
  return static_cast<keys::SpaceId>(space);
}

std::vector<keys::KeyAttribute> read_attributes(Reader& reader, object from,
                                                std::string_view name) {
  std::vector<keys::KeyAttribute> attributes;
  reader.objects(from, name, [&](object attribute) {
    attributes.push_back({reader.text(attribute, "name"), read_type(reader, attribute)});
  });
  return attributes;
}

keys::KeySchema read_schema(Reader& reader, object from) {
  keys::KeySchema schema;
  if (const std::optional<object> key = reader.member(from, "key")) {
    schema.partition = read_attributes(reader, *key, "partition");
    schema.sort = read_attributes(reader, *key, "sort");
  }
  if (schema.partition.empty()) reader.fail("key");
  return schema;
}

Throughput read_throughput(Reader& reader, object from) {
  Throughput throughput;
  const std::optional<object> member = reader.member(from, "throughput");
  if (!member) return throughput;
  throughput.read_units = reader.integer(*member, "read_units");
  throughput.write_units = reader.integer(*member, "write_units");
  throughput.last_increase_ms = reader.integer(*member, "last_increase_ms");
  throughput.last_decrease_ms = reader.integer(*member, "last_decrease_ms");
  throughput.decreases_today = reader.integer(*member, "decreases_today");
  return throughput;
}

std::optional<OnDemandThroughput> read_on_demand(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "on_demand_throughput");
  if (!member) return std::nullopt;
  OnDemandThroughput throughput;
  const auto read = [&](std::string_view name) -> std::optional<std::int64_t> {
    if (member->at_key(name).error() != simdjson::SUCCESS) return std::nullopt;
    return reader.integer(*member, name);
  };
  throughput.max_read_units = read("max_read_units");
  throughput.max_write_units = read("max_write_units");
  return throughput;
}

std::optional<WarmThroughput> read_warm(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "warm_throughput");
  if (!member) return std::nullopt;
  return WarmThroughput{reader.integer(*member, "read_units_per_second"),
                        reader.integer(*member, "write_units_per_second")};
}

Projection read_projection(Reader& reader, object from) {
  static constexpr std::array<std::pair<std::string_view, ProjectionType>, 3> kKnown = {{
      {"ALL", ProjectionType::kAll},
      {"KEYS_ONLY", ProjectionType::kKeysOnly},
      {"INCLUDE", ProjectionType::kInclude},
  }};
  Projection projection;
  const std::optional<object> member = reader.member(from, "projection");
  if (!member) {
    reader.fail("projection");
    return projection;
  }
  projection.type = read_enum(reader, *member, "type", kKnown);
  reader.elements(*member, "attributes", [&](element name) {
    std::string_view text;
    if (name.get_string().get(text) != simdjson::SUCCESS) reader.fail("attributes");
    projection.non_key_attributes.emplace_back(text);
  });
  return projection;
}

ResourcePolicy read_policy(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "policy");
  if (!member) return {};
  return {reader.text(*member, "document"), reader.integer(*member, "revision_ms")};
}

ContributorInsights read_insights(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "insights");
  if (!member) return {};
  ContributorInsights insights;
  insights.enabled = reader.flag(*member, "enabled");
  insights.mode = reader.text(*member, "mode");
  insights.updated_ms = reader.integer(*member, "updated_ms");
  insights.enabled_ms = reader.integer(*member, "enabled_ms");
  return insights;
}

KinesisDestination read_kinesis_destination(Reader& reader, object from) {
  static constexpr std::array<std::pair<std::string_view, DestinationStatus>, 3> kKnown = {{
      {"ACTIVE", DestinationStatus::kActive},
      {"DISABLED", DestinationStatus::kDisabled},
      {"ENABLE_FAILED", DestinationStatus::kEnableFailed},
  }};
  KinesisDestination destination;
  destination.stream_arn = reader.text(from, "stream_arn");
  destination.status = read_enum(reader, from, "status", kKnown);
  destination.precision = reader.text(from, "precision");
  return destination;
}

Index read_index(Reader& reader, object from) {
  Index index;
  index.name = reader.text(from, "name");
  index.space = read_space(reader, from);
  index.local = reader.flag(from, "local");
  index.schema = read_schema(reader, from);
  index.projection = read_projection(reader, from);
  index.throughput = read_throughput(reader, from);
  index.on_demand_throughput = read_on_demand(reader, from);
  index.warm_throughput = read_warm(reader, from);
  index.status = read_status(reader, from);
  index.backfilling = reader.flag(from, "backfilling");
  index.insights = read_insights(reader, from);
  return index;
}

VectorIndex read_vector_index(Reader& reader, object from) {
  static constexpr std::array<std::pair<std::string_view, DistanceFunction>, 3> kKnown = {{
      {"COSINE", DistanceFunction::kCosine},
      {"DOT_PRODUCT", DistanceFunction::kDotProduct},
      {"EUCLIDEAN", DistanceFunction::kEuclidean},
  }};
  VectorIndex index;
  index.name = reader.text(from, "name");
  index.space = read_space(reader, from);
  index.attribute = reader.text(from, "attribute");
  index.dimensions = reader.integer(from, "dimensions");
  if (index.dimensions <= 0) reader.fail("dimensions");
  index.distance = read_enum(reader, from, "distance", kKnown);
  reader.objects(from, "search_schema", [&](object each) {
    index.search_schema.push_back(
        {{reader.text(each, "name"), read_type(reader, each)}, reader.flag(each, "hash")});
  });
  index.projection = read_projection(reader, from);
  index.status = read_status(reader, from);
  index.backfilling = reader.flag(from, "backfilling");
  return index;
}

ViewType read_view_type(Reader& reader, object from, std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, ViewType>, 4> kKnown = {{
      {"KEYS_ONLY", ViewType::kKeysOnly},
      {"NEW_IMAGE", ViewType::kNewImage},
      {"OLD_IMAGE", ViewType::kOldImage},
      {"NEW_AND_OLD_IMAGES", ViewType::kNewAndOldImages},
  }};
  return read_enum(reader, from, name, kKnown);
}

Stream read_stream(Reader& reader, object from) {
  Stream stream;
  stream.space = read_space(reader, from);
  stream.view_type = read_view_type(reader, from, "view_type");
  stream.label = reader.text(from, "label");
  stream.created_ms = reader.integer(from, "created_ms");
  stream.disabled_ms = reader.integer(from, "disabled_ms");
  stream.first = static_cast<std::uint64_t>(reader.integer(from, "first"));
  stream.end = static_cast<std::uint64_t>(reader.integer(from, "end"));
  stream.policy = read_policy(reader, from);
  return stream;
}

// Before there were streams the setting was stored without one: it begins now, without a space.
void read_streams(Reader& reader, object from, Table& table) {
  reader.objects(from, "streams",
                 [&](object stream) { table.streams.push_back(read_stream(reader, stream)); });
  if (!reader.flag(from, "stream_enabled")) return;
  Stream stream;
  stream.view_type = read_view_type(reader, from, "stream_view_type");
  stream.label = reader.text(from, "stream_label");
  stream.created_ms = table.created_ms;
  table.streams.push_back(std::move(stream));
}

std::optional<History> read_history(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "history");
  if (!member) return std::nullopt;
  History history;
  history.space = read_space(reader, *member);
  history.enabled_ms = reader.integer(*member, "enabled_ms");
  history.period_days = reader.integer(*member, "period_days");
  history.first = static_cast<std::uint64_t>(reader.integer(*member, "first"));
  history.closing = reader.flag(*member, "closing");
  return history;
}

std::optional<Restore> read_restore(Reader& reader, object from) {
  const std::optional<object> member = reader.member(from, "restore");
  if (!member) return std::nullopt;
  Restore restore;
  restore.backup = reader.text(*member, "backup");
  restore.source_table = reader.text(*member, "source_table");
  restore.items = static_cast<keys::SpaceId>(reader.integer(*member, "items"));
  restore.history = static_cast<keys::SpaceId>(reader.integer(*member, "history"));
  restore.until = static_cast<std::uint64_t>(reader.integer(*member, "until"));
  restore.moment_ms = reader.integer(*member, "moment_ms");
  return restore;
}

void read_settings(Reader& reader, object from, Table& table) {
  table.on_demand = reader.flag(from, "on_demand");
  table.billing_mode_named = reader.flag(from, "billing_mode_named");
  table.on_demand_since_ms = reader.integer(from, "on_demand_since_ms");
  table.throughput = read_throughput(reader, from);
  table.on_demand_throughput = read_on_demand(reader, from);
  table.warm_throughput = read_warm(reader, from);
  table.deletion_protection = reader.flag(from, "deletion_protection");
  table.table_class = reader.text(from, "table_class");
  table.table_class_changed_ms = reader.integer(from, "table_class_changed_ms");
  table.encrypted_with_kms = reader.flag(from, "encrypted_with_kms");
  table.kms_key_arn = reader.text(from, "kms_key_arn");
  read_streams(reader, from, table);
  table.ttl_attribute = reader.text(from, "ttl_attribute");
  reader.objects(from, "tags", [&](object tag) {
    table.tags.emplace_back(reader.text(tag, "key"), reader.text(tag, "value"));
  });
  table.policy = read_policy(reader, from);
  reader.objects(from, "kinesis_destinations", [&](object destination) {
    table.kinesis_destinations.push_back(read_kinesis_destination(reader, destination));
  });
  table.insights = read_insights(reader, from);
  table.settings_replication_mode = reader.text(from, "settings_replication_mode");
  table.history = read_history(reader, from);
  table.restore = read_restore(reader, from);
}

Error damaged(const std::string& what) {
  return Error(ErrorCode::kCorruption, "damaged table description: " + what);
}

}  // namespace

Result<Table> decode_table(std::string_view json) {
  simdjson::dom::parser parser;
  object root;
  if (parser.parse(simdjson::padded_string(json)).get_object().get(root) != simdjson::SUCCESS) {
    return damaged("no JSON object");
  }
  Reader reader;
  const std::int64_t version = reader.integer(root, "version");
  if (version > kTableFormat) {
    return Error(ErrorCode::kCorruption, "table description of format " + std::to_string(version) +
                                             ": written by a newer release");
  }
  if (version != kTableFormat) return damaged("version");

  Table table;
  table.name = reader.text(root, "name");
  if (table.name.empty()) reader.fail("name");
  table.space = read_space(reader, root);
  table.id = reader.text(root, "id");
  table.created_ms = reader.integer(root, "created_ms");
  table.status = read_status(reader, root);
  table.attribute_definitions = read_attributes(reader, root, "attributes");
  table.schema = read_schema(reader, root);
  reader.objects(root, "indexes", [&](object index) {
    table.indexes.push_back(Owned<Index>(read_index(reader, index)));
  });
  read_settings(reader, root, table);
  reader.objects(root, "vector_indexes", [&](object index) {
    table.vector_indexes.push_back(Owned<VectorIndex>(read_vector_index(reader, index)));
  });
  if (!reader.wrong().empty()) return damaged(reader.wrong());
  return table;
}

}  // namespace magneto::internal::catalog
