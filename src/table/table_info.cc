// SPDX-License-Identifier: Apache-2.0
#include "magneto/table_info.h"

#include <algorithm>

#include "magneto/model.h"
#include "table/definition.h"

namespace magneto {
namespace {

AttributeType type_of(const std::vector<model::AttributeDefinition>& definitions,
                      const std::string& name) {
  for (const model::AttributeDefinition& definition : definitions) {
    if (definition.attribute_name == name) return definition.attribute_type;
  }
  return AttributeType::kUnknown;
}

std::vector<KeyAttribute> keys_of(const model::TableDescription& table,
                                  const std::vector<model::KeySchemaElement>& schema,
                                  model::KeyType kind) {
  std::vector<KeyAttribute> keys;
  for (const model::KeySchemaElement& element : schema) {
    if (element.key_type != kind) continue;
    keys.push_back(
        {element.attribute_name, type_of(table.attribute_definitions, element.attribute_name)});
  }
  return keys;
}

template <class Description>
IndexInfo index_of(const model::TableDescription& table, const Description& description) {
  IndexInfo index{.name = description.index_name.value_or("")};
  index.partition_keys = keys_of(table, description.key_schema, model::KeyType::kHash);
  index.sort_keys = keys_of(table, description.key_schema, model::KeyType::kRange);
  if (description.projection) {
    if (description.projection->projection_type) {
      index.projection = *description.projection->projection_type;
    }
    index.included = description.projection->non_key_attributes.value_or(index.included);
  }
  index.item_count = description.item_count.value_or(0);
  index.arn = description.index_arn.value_or("");
  return index;
}

void define(std::vector<model::AttributeDefinition>& definitions, const KeyAttribute& key) {
  for (const model::AttributeDefinition& known : definitions) {
    if (known.attribute_name == key.name) return;
  }
  definitions.push_back({.attribute_name = key.name, .attribute_type = key.type});
}

std::vector<model::KeySchemaElement> schema_of(
    const std::vector<KeyAttribute>& partition, const std::vector<KeyAttribute>& sort,
    std::vector<model::AttributeDefinition>& definitions) {
  std::vector<model::KeySchemaElement> schema;
  for (const KeyAttribute& key : partition) {
    define(definitions, key);
    schema.push_back({.attribute_name = key.name, .key_type = model::KeyType::kHash});
  }
  for (const KeyAttribute& key : sort) {
    define(definitions, key);
    schema.push_back({.attribute_name = key.name, .key_type = model::KeyType::kRange});
  }
  return schema;
}

model::Projection projection_of(const IndexDefinition& index) {
  model::Projection projection;
  projection.projection_type = index.projection;
  if (!index.included.empty()) projection.non_key_attributes = index.included;
  return projection;
}

}  // namespace

TableInfo TableInfo::of(model::TableDescription description) {
  TableInfo info{.name = description.table_name.value_or("")};
  info.arn = description.table_arn.value_or("");
  if (description.table_status) info.status = *description.table_status;
  const auto partition = keys_of(description, description.key_schema, model::KeyType::kHash);
  const auto sort = keys_of(description, description.key_schema, model::KeyType::kRange);
  if (!partition.empty()) info.partition_key = partition.front();
  if (!sort.empty()) info.sort_key = sort.front();
  for (const auto& one : description.global_secondary_indexes) {
    info.indexes.push_back(index_of(description, one));
    if (one.index_status) info.indexes.back().status = *one.index_status;
  }
  for (const auto& one : description.local_secondary_indexes) {
    info.indexes.push_back(index_of(description, one));
    info.indexes.back().global = false;
  }
  info.item_count = description.item_count.value_or(0);
  info.size_bytes = description.table_size_bytes.value_or(0);
  info.creation_time = description.creation_date_time.value_or(model::Timestamp());
  info.paid_per_request =
      description.billing_mode_summary && description.billing_mode_summary->billing_mode &&
      *description.billing_mode_summary->billing_mode == model::BillingMode::kPayPerRequest;
  info.stream_arn = description.latest_stream_arn.value_or("");
  info.description = std::move(description);
  return info;
}

const IndexInfo* TableInfo::index(const std::string& index_name) const {
  const auto found = std::find_if(indexes.begin(), indexes.end(),
                                  [&](const IndexInfo& index) { return index.name == index_name; });
  return found == indexes.end() ? nullptr : &*found;
}

namespace internal::table {

model::CreateTableInput create_input(const std::string& name, const TableDefinition& table) {
  model::CreateTableInput input;
  input.table_name = name;
  auto& definitions = input.attribute_definitions;
  std::vector<KeyAttribute> sort;
  if (table.sort_key) sort.push_back(*table.sort_key);
  input.key_schema = schema_of({table.partition_key}, sort, definitions);
  for (const IndexDefinition& index : table.global_indexes) {
    if (!input.global_secondary_indexes) input.global_secondary_indexes.emplace();
    model::GlobalSecondaryIndex& one = input.global_secondary_indexes->emplace_back();
    one.index_name = index.name;
    one.key_schema = schema_of(index.partition_keys, index.sort_keys, definitions);
    one.projection = projection_of(index);
    one.provisioned_throughput = index.throughput ? index.throughput : table.throughput;
  }
  for (const IndexDefinition& index : table.local_indexes) {
    if (!input.local_secondary_indexes) input.local_secondary_indexes.emplace();
    model::LocalSecondaryIndex& one = input.local_secondary_indexes->emplace_back();
    one.index_name = index.name;
    const bool own = index.partition_keys.empty();
    one.key_schema = schema_of(own ? std::vector{table.partition_key} : index.partition_keys,
                               index.sort_keys, definitions);
    one.projection = projection_of(index);
  }
  input.billing_mode =
      table.throughput ? model::BillingMode::kProvisioned : model::BillingMode::kPayPerRequest;
  input.provisioned_throughput = table.throughput;
  if (table.stream) {
    input.stream_specification.emplace();
    input.stream_specification->stream_enabled = true;
    input.stream_specification->stream_view_type = *table.stream;
  }
  if (!table.tags.empty()) input.tags = tag_list(table.tags);
  if (table.deletion_protection) input.deletion_protection_enabled = true;
  return input;
}

std::vector<model::Tag> tag_list(const std::map<std::string, std::string>& tags) {
  std::vector<model::Tag> list;
  for (const auto& [name, text] : tags) list.push_back({.key = name, .value = text});
  return list;
}

}  // namespace internal::table
}  // namespace magneto
