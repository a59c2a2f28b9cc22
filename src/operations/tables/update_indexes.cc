// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/update_indexes.h"

#include <algorithm>
#include <string>

#include "operations/core/table_messages.h"
#include "operations/tables/index_definition.h"
#include "operations/tables/key_definition.h"
#include "operations/tables/table_definitions.h"
#include "operations/tables/table_throughput.h"
#include "operations/tables/update_request.h"

namespace magneto::internal::operations {
namespace {

std::size_t count_global_indexes(const catalog::Table& table) {
  return static_cast<std::size_t>(
      std::ranges::count_if(table.indexes, [](const auto& index) { return !index->local; }));
}

Result<void> create_index(catalog::Table& table,
                          const model::CreateGlobalSecondaryIndexAction& action,
                          const model::UpdateTableInput& input) {
  // The request itself must define the new index's keys, also those that the table knows already.
  if (!input.attribute_definitions)
    return messages::invalid_value("AttributeDefinitions is not specified for index: " +
                                   std::string(*action.index_name));
  MAGNETO_ASSIGN_OR_RETURN(AttributeDefinitions added,
                           read_attribute_definitions(*input.attribute_definitions));
  if (table.find_index(*action.index_name) != nullptr ||
      table.find_vector_index(*action.index_name) != nullptr)
    return validation_error(std::string(messages::kIndexExists));
  MAGNETO_ASSIGN_OR_RETURN(auto index, read_global_keys(action, added));
  MAGNETO_RETURN_IF_ERROR(
      read_global_settings(action, table.on_demand, Asking::kUpdateTable, *index));
  // What else is defined is ignored, even with another type than the table's (recorded).
  std::erase_if(added, [&](const auto& each) { return !index->schema.contains(each.name); });
  MAGNETO_RETURN_IF_ERROR(merge_definitions(table, added));
  if (count_global_indexes(table) >= kMaxGlobalIndexes) return messages::too_many_indexes();
  index->status = catalog::Status::kCreating;
  index->backfilling = true;
  table.indexes.push_back(std::move(index));
  MAGNETO_RETURN_IF_ERROR(check_indexes_together(table));
  keep_used_definitions(table);
  return {};
}

/// `verb` is "update" or "delete".
Result<catalog::Index*> find_global_index(catalog::Table& table, std::string_view name,
                                          std::string_view verb) {
  for (auto& index : table.indexes) {
    if (index->name != name) continue;
    if (index->local) return messages::not_global_index(name, verb);
    return index.get();
  }
  if (table.find_vector_index(name) != nullptr) return messages::not_global_index(name, verb);
  return messages::index_not_found(name, table.name);
}

Result<void> delete_index(catalog::Table& table, std::string_view name) {
  MAGNETO_RETURN_IF_ERROR(find_global_index(table, name, "delete"));
  std::erase_if(table.indexes, [&](const auto& index) { return index->name == name; });
  keep_used_definitions(table);
  return {};
}

Result<void> update_index(catalog::Table& table,
                          const model::UpdateGlobalSecondaryIndexAction& action, bool switched,
                          std::int64_t now_ms) {
  MAGNETO_ASSIGN_OR_RETURN(catalog::Index* const index,
                           find_global_index(table, *action.index_name, "update"));
  MAGNETO_RETURN_IF_ERROR(change_index_units(table, *index, action, switched, now_ms));
  if (action.on_demand_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        index->on_demand_throughput,
        read_on_demand_throughput(*action.on_demand_throughput, index->on_demand_throughput,
                                  table.on_demand, Asking::kUpdateTable, index->name));
  }
  if (action.warm_throughput) {
    MAGNETO_ASSIGN_OR_RETURN(
        index->warm_throughput,
        read_warm_throughput(
            *action.warm_throughput,
            floor_of_existing(index->warm_throughput, table.on_demand, index->throughput),
            index->name));
  }
  return {};
}

}  // namespace

Result<void> change_indexes(catalog::Table& table, const model::UpdateTableInput& input,
                            bool switched, std::int64_t now_ms) {
  for (const auto& each : index_updates(input)) {
    if (each.create) MAGNETO_RETURN_IF_ERROR(create_index(table, *each.create, input));
    if (each.delete_) MAGNETO_RETURN_IF_ERROR(delete_index(table, *each.delete_->index_name));
    if (each.update) MAGNETO_RETURN_IF_ERROR(update_index(table, *each.update, switched, now_ms));
  }
  return {};
}

}  // namespace magneto::internal::operations
