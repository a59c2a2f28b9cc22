// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/update_vector_indexes.h"

#include <algorithm>
#include <utility>

#include "operations/core/vector_messages.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/key_definition.h"
#include "operations/tables/table_definitions.h"
#include "operations/tables/update_request.h"
#include "operations/tables/vector_index_definition.h"

namespace magneto::internal::operations {
namespace {

// A vector index needs no definitions but for its search schema, which may use the table's.
Result<void> add_definitions(catalog::Table& table, const model::UpdateTableInput& input) {
  if (!input.attribute_definitions) return {};
  MAGNETO_ASSIGN_OR_RETURN(const AttributeDefinitions added,
                           read_attribute_definitions(*input.attribute_definitions));
  return merge_definitions(table, added);
}

Result<void> check_attribute(const catalog::Table& table, std::string_view attribute) {
  const auto defined =
      std::ranges::find(table.attribute_definitions, attribute, &keys::KeyAttribute::name);
  if (defined == table.attribute_definitions.end()) return {};
  return attribute_redefined(*defined, "L");
}

Result<void> create_index(catalog::Table& table, const model::CreateVectorIndexAction& action,
                          const model::UpdateTableInput& input) {
  if (!table.on_demand) return messages::invalid_value(std::string(messages::kVectorNeedsOnDemand));
  const std::string_view name = *action.index_name;
  if (table.find_index(name) != nullptr || table.find_vector_index(name) != nullptr)
    return validation_error(std::string(messages::kIndexExists));
  MAGNETO_RETURN_IF_ERROR(add_definitions(table, input));
  MAGNETO_ASSIGN_OR_RETURN(auto index, read_search_schema(action, table.attribute_definitions));
  MAGNETO_RETURN_IF_ERROR(read_vector_settings(action, *index));
  MAGNETO_RETURN_IF_ERROR(check_attribute(table, index->attribute));
  if (table.vector_indexes.size() >= kMaxVectorIndexes) return messages::too_many_vector_indexes();
  index->status = catalog::Status::kCreating;
  index->backfilling = true;
  table.vector_indexes.push_back(std::move(index));
  MAGNETO_RETURN_IF_ERROR(check_vector_indexes(table));
  keep_used_definitions(table);
  return {};
}

Result<void> delete_index(catalog::Table& table, std::string_view name) {
  if (table.find_index(name) != nullptr) return messages::not_vector_index(name);
  if (table.find_vector_index(name) == nullptr) return messages::index_not_found(name, table.name);
  std::erase_if(table.vector_indexes, [&](const auto& index) { return index->name == name; });
  keep_used_definitions(table);
  return {};
}

}  // namespace

Result<void> change_vector_indexes(catalog::Table& table, const model::UpdateTableInput& input) {
  for (const auto& each : vector_index_updates(input)) {
    if (each.create) MAGNETO_RETURN_IF_ERROR(create_index(table, *each.create, input));
    if (each.delete_) MAGNETO_RETURN_IF_ERROR(delete_index(table, *each.delete_->index_name));
  }
  return {};
}

}  // namespace magneto::internal::operations
