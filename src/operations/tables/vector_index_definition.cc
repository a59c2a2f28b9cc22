// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/vector_index_definition.h"

#include <algorithm>
#include <string>

#include "operations/core/vector_messages.h"
#include "operations/tables/index_definition.h"

namespace magneto::internal::operations {
namespace {

Result<void> check_counts(const catalog::VectorIndex& index) {
  const auto hashes = std::ranges::count_if(index.search_schema, &catalog::SearchAttribute::hash);
  if (hashes > 1) return messages::several_search_hashes(hashes);
  const std::size_t filters = index.search_schema.size() - static_cast<std::size_t>(hashes);
  if (filters > kMaxInlineFilters)
    return messages::too_many_inline_filters(filters, kMaxInlineFilters);
  return {};
}

std::size_t projected_attributes(const catalog::VectorIndex& index) {
  const auto filters =
      std::ranges::count(index.search_schema, false, &catalog::SearchAttribute::hash);
  return 1 + static_cast<std::size_t>(filters) + index.projection.non_key_attributes.size();
}

}  // namespace

template <class From>
Result<Owned<catalog::VectorIndex>> read_search_schema(const From& from,
                                                       const AttributeDefinitions& definitions) {
  Owned<catalog::VectorIndex> index;
  index->name = *from.index_name;
  if (!from.search_schema) return index;
  for (const model::SearchSchemaElement& element : *from.search_schema) {
    const std::string_view name = *element.attribute_name;
    const auto definition = std::ranges::find(definitions, name, &keys::KeyAttribute::name);
    if (definition == definitions.end())
      return messages::invalid_value(std::string(messages::kSearchAttributeNotDefined));
    if (index->find_search_attribute(name) != nullptr)
      return messages::duplicate_search_attribute(name);
    index->search_schema.push_back({*definition, *element.search_schema_element_type ==
                                                     model::SearchSchemaElementType::kHash});
  }
  MAGNETO_RETURN_IF_ERROR(check_counts(*index));
  return index;
}

template <class From>
Result<void> read_vector_settings(const From& from, catalog::VectorIndex& index) {
  index.attribute = *from.vector_attribute->attribute_name;
  index.dimensions = *from.dimensions;
  index.distance = *from.distance_function->value();
  MAGNETO_ASSIGN_OR_RETURN(index.projection, read_projection(*from.projection));
  if (index.dimensions > kMaxDimensions) return messages::too_many_dimensions(kMaxDimensions);
  if (projected_attributes(index) > kMaxVectorProjection)
    return messages::too_many_projected(index.name, kMaxVectorProjection);
  return {};
}

template Result<Owned<catalog::VectorIndex>> read_search_schema(const model::VectorIndex&,
                                                                const AttributeDefinitions&);
template Result<Owned<catalog::VectorIndex>> read_search_schema(
    const model::CreateVectorIndexAction&, const AttributeDefinitions&);
template Result<void> read_vector_settings(const model::VectorIndex&, catalog::VectorIndex&);
template Result<void> read_vector_settings(const model::CreateVectorIndexAction&,
                                           catalog::VectorIndex&);

Result<void> check_vector_indexes(const catalog::Table& table) {
  if (table.vector_indexes.empty()) return {};
  if (!table.on_demand) return messages::invalid_value(std::string(messages::kVectorNeedsOnDemand));
  for (const auto& index : table.vector_indexes) {
    // What has a definition is a key of something, and no list.
    if (std::ranges::find(table.attribute_definitions, index->attribute,
                          &keys::KeyAttribute::name) != table.attribute_definitions.end())
      return messages::vector_attribute_is_key(index->attribute);
    for (const auto& other : table.vector_indexes) {
      if (other->attribute == index->attribute && other->dimensions != index->dimensions)
        return messages::dimensions_differ(index->attribute);
    }
  }
  return {};
}

}  // namespace magneto::internal::operations
