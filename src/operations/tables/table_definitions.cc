// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/table_definitions.h"

#include <algorithm>
#include <string>

#include "operations/core/table_messages.h"
#include "value/type.h"

namespace magneto::internal::operations {
namespace {

/// "Schema:[SchemaElement: key{xyz:S:HASH}]", as the service prints a redefinition.
std::string printed(std::string_view name, std::string_view type) {
  return "Schema:[SchemaElement: key{" + std::string(name) + ":" + std::string(type) + ":HASH}]";
}

Error redefined(std::string_view name, std::string_view old_type, std::string_view new_type) {
  return messages::invalid_value(
      "Attributes cannot be redefined. Please check that your attribute has the same type as "
      "previously defined. Existing schema: " +
      printed(name, old_type) + " New schema: " + printed(name, new_type));
}

bool has_vector(const catalog::Table& table, std::string_view attribute) {
  return std::ranges::any_of(table.vector_indexes,
                             [&](const auto& index) { return index->attribute == attribute; });
}

bool is_used(const catalog::Table& table, std::string_view attribute) {
  return table.schema.contains(attribute) ||
         std::ranges::any_of(
             table.indexes, [&](const auto& index) { return index->schema.contains(attribute); }) ||
         std::ranges::any_of(table.vector_indexes, [&](const auto& index) {
           return index->find_search_attribute(attribute) != nullptr;
         });
}

}  // namespace

Error attribute_redefined(const keys::KeyAttribute& existing, std::string_view type) {
  return redefined(existing.name, value::type_name(existing.type), type);
}

Result<void> merge_definitions(catalog::Table& table, const AttributeDefinitions& added) {
  for (const auto& each : added) {
    const auto known =
        std::ranges::find(table.attribute_definitions, each.name, &keys::KeyAttribute::name);
    if (known == table.attribute_definitions.end()) {
      if (has_vector(table, each.name))
        return redefined(each.name, "L", value::type_name(each.type));
      table.attribute_definitions.push_back(each);
    } else if (known->type != each.type) {
      return attribute_redefined(*known, value::type_name(each.type));
    }
  }
  return {};
}

void keep_used_definitions(catalog::Table& table) {
  std::erase_if(table.attribute_definitions,
                [&](const auto& each) { return !is_used(table, each.name); });
  std::ranges::sort(table.attribute_definitions, {}, &keys::KeyAttribute::name);
}

}  // namespace magneto::internal::operations
