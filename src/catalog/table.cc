// SPDX-License-Identifier: Apache-2.0
#include "catalog/table.h"

#include <algorithm>

namespace magneto::internal::catalog {

namespace {

void add_names(std::vector<std::string>& names, const keys::KeySchema& schema) {
  for (const auto& attribute : schema.partition) names.push_back(attribute.name);
  for (const auto& attribute : schema.sort) names.push_back(attribute.name);
}

void add_included(std::vector<std::string>& names, const Projection& projection) {
  if (projection.type != ProjectionType::kInclude) return;
  names.insert(names.end(), projection.non_key_attributes.begin(),
               projection.non_key_attributes.end());
}

std::vector<std::string> sorted_once(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

const SearchAttribute* VectorIndex::find_search_attribute(std::string_view attribute_name) const {
  for (const SearchAttribute& each : search_schema) {
    if (each.attribute.name == attribute_name) return &each;
  }
  return nullptr;
}

const Index* Table::find_index(std::string_view index_name) const {
  for (const auto& index : indexes) {
    if (index->name == index_name) return index.get();
  }
  return nullptr;
}

const VectorIndex* Table::find_vector_index(std::string_view index_name) const {
  for (const auto& index : vector_indexes) {
    if (index->name == index_name) return index.get();
  }
  return nullptr;
}

const Stream* Table::find_stream(std::string_view label) const {
  for (const Stream& stream : streams) {
    if (stream.label == label) return &stream;
  }
  return nullptr;
}

bool Table::has_local_indexes() const { return !indexes.empty() && indexes.front()->local; }

std::vector<std::string> entry_attributes(const Table& table, const Index& index) {
  if (index.projection.type == ProjectionType::kAll) return {};
  std::vector<std::string> names;
  add_names(names, table.schema);
  add_names(names, index.schema);
  add_included(names, index.projection);
  return sorted_once(std::move(names));
}

std::vector<std::string> entry_attributes(const Table& table, const VectorIndex& index) {
  if (index.projection.type == ProjectionType::kAll) return {};
  std::vector<std::string> names;
  add_names(names, table.schema);
  for (const SearchAttribute& each : index.search_schema) names.push_back(each.attribute.name);
  add_included(names, index.projection);
  names = sorted_once(std::move(names));
  std::erase(names, index.attribute);
  return names;
}

keys::KeySchema partition_schema(const VectorIndex& index) {
  keys::KeySchema schema;
  for (const SearchAttribute& each : index.search_schema) {
    if (each.hash) schema.partition.push_back(each.attribute);
  }
  return schema;
}

}  // namespace magneto::internal::catalog
