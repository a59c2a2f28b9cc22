// SPDX-License-Identifier: Apache-2.0
#include "operations/items/update.h"

#include "derive/first_error.h"
#include "derive/index_messages.h"
#include "derive/local_entries.h"
#include "derive/vector_entry.h"
#include "expression/bound.h"
#include "operations/core/messages.h"
#include "operations/items/request_key.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using value::ItemView;

std::optional<value::Type> type_of(const expression::UpdateOperand& operand) {
  using Kind = expression::UpdateOperand::Kind;
  switch (operand.kind) {
    case Kind::kValue:
      return operand.value.type();
    case Kind::kListAppend:
      return value::Type::kList;
    case Kind::kSum:
    case Kind::kDifference:
      return value::Type::kNumber;
    case Kind::kPath:
    case Kind::kIfNotExists:
      break;
  }
  return std::nullopt;
}

// What the update gives `attribute` whatever stands in the item, if it says.
std::optional<value::Type> written_type(const expression::Update& update,
                                        std::string_view attribute) {
  for (const expression::UpdateAction& action : update.actions) {
    if (action.target.size() != 1 || action.target.front().name != attribute) continue;
    switch (action.section) {
      case expression::Section::kRemove:
        return std::nullopt;
      case expression::Section::kAdd:
      case expression::Section::kDelete:
        return action.value.type();
      case expression::Section::kSet:
        if (action.sign != expression::Sign::kNone) return value::Type::kNumber;
        return type_of(*action.left);
    }
  }
  return std::nullopt;
}

/// Whether the update sets `attribute` to an empty value of its type.
bool sets_empty(const expression::Update& update, const keys::KeyAttribute& attribute) {
  for (const expression::UpdateAction& action : update.actions) {
    if (action.section != expression::Section::kSet || action.sign != expression::Sign::kNone)
      continue;
    if (action.target.size() != 1 || action.target.front().name != attribute.name) continue;
    if (action.left->kind != expression::UpdateOperand::Kind::kValue) continue;
    const value::ValueView value = action.left->value;
    if (value.type() == attribute.type && value.scalar().empty()) return true;
  }
  return false;
}

Result<void> check_part(const std::vector<keys::KeyAttribute>& attributes, std::size_t max_bytes,
                        const std::optional<ItemView>& old_item, ItemView item) {
  for (const keys::KeyAttribute& attribute : attributes) {
    const std::optional<value::ValueView> value = item.find(attribute.name);
    if (!value || (old_item && old_item->find(attribute.name) == value)) continue;
    if (value->type() != attribute.type) {
      return validation_error(std::string(messages::kUpdatedIndexKeyType));
    }
    if (value->scalar().size() > max_bytes) {
      return validation_error(std::string(messages::kUpdatedIndexKeySize));
    }
  }
  return {};
}

// What the update made of the keys of indexes. Items older than an index may have others.
Result<void> check_index_keys(const catalog::Table& table, const std::optional<ItemView>& old_item,
                              ItemView item) {
  for (const auto& index : table.indexes) {
    const keys::KeySchema& schema = index->schema;
    MAGNETO_RETURN_IF_ERROR(
        check_part(schema.partition, keys::kMaxPartitionKeyBytes, old_item, item));
    MAGNETO_RETURN_IF_ERROR(check_part(schema.sort, keys::kMaxSortKeyBytes, old_item, item));
  }
  return {};
}

// As the service counts an update (measured in 2026).
std::uint64_t statement_bytes(const expression::Update& update) {
  constexpr std::uint64_t kStatement = 3;
  constexpr std::uint64_t kRemoval = 2;
  constexpr std::uint64_t kOtherAction = 19;
  constexpr std::uint64_t kArithmetic = 50;
  std::uint64_t bytes = kStatement;
  for (const expression::UpdateAction& action : update.actions) {
    bytes += action.section == expression::Section::kRemove ? kRemoval : kOtherAction;
    if (action.sign != expression::Sign::kNone) bytes += kArithmetic;
    for (const expression::PathElement& element : action.target) bytes += element.is_index ? 1 : 0;
  }
  return bytes;
}

}  // namespace

Result<void> check_update_keys(const catalog::Table& table, const expression::Update* update) {
  if (update == nullptr) return {};
  MAGNETO_RETURN_IF_ERROR(expression::check_update_leaves_keys(*update, table.schema));
  const auto check_types = [update](const catalog::Index& index) -> Result<void> {
    for (const auto* part : {&index.schema.partition, &index.schema.sort}) {
      for (const keys::KeyAttribute& attribute : *part) {
        const std::optional<value::Type> type = written_type(*update, attribute.name);
        if (!type || *type == attribute.type) continue;
        return validation_error(derive::index_key_type_text(index.name, attribute, *type));
      }
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(derive::first_error_by_name(table.indexes, check_types));
  for (const auto& index : table.vector_indexes) {
    for (const catalog::SearchAttribute& each : index->search_schema) {
      const std::optional<value::Type> type = written_type(*update, each.attribute.name);
      if (!type || *type == each.attribute.type) continue;
      return validation_error(derive::index_key_type_text(index->name, each.attribute, *type));
    }
  }
  return {};
}

Result<void> check_no_empty_index_key(const catalog::Table& table,
                                      const expression::Update* update) {
  if (update == nullptr) return {};
  for (const auto& index : table.indexes) {
    for (const auto* part : {&index->schema.partition, &index->schema.sort}) {
      for (const keys::KeyAttribute& attribute : *part) {
        if (attribute.type == value::Type::kNumber) continue;
        if (!sets_empty(*update, attribute)) continue;
        return validation_error(derive::empty_updated_index_key_text(attribute));
      }
    }
  }
  return {};
}

Result<std::optional<ItemView>> updated_item(Arena& arena, const catalog::Table& table,
                                             const expression::Update* update, ItemView key,
                                             const std::optional<ItemView>& old_item) {
  const ItemView base = old_item.value_or(key);
  if (update == nullptr) return std::optional(base);
  if (!old_item && expression::only_removes(*update)) return std::optional<ItemView>();
  MAGNETO_ASSIGN_OR_RETURN(const ItemView item, expression::apply_update(arena, *update, base));
  if (value::item_size(item) > value::kMaxItemBytes ||
      derive::too_large_with_local_entries(table, item)) {
    return validation_error(std::string(messages::kUpdatedItemTooLarge));
  }
  MAGNETO_RETURN_IF_ERROR(check_index_keys(table, old_item, item));
  MAGNETO_RETURN_IF_ERROR(derive::check_updated_vectors(table, old_item, item));
  return std::optional(item);
}

Result<void> check_room_for_statement(const expression::Update* update, ItemView key,
                                      ItemView new_item) {
  // An expression of 4 KB cannot say so much that a small item would be too large.
  if (update == nullptr || update->legacy) return {};
  if (new_item.bytes().size() < value::kMaxItemBytes / 2) return {};
  const std::uint64_t attributes = value::item_size(new_item) - value::item_size(key);
  if (attributes + statement_bytes(*update) <= value::kMaxItemBytes) return {};
  return validation_error(std::string(messages::kUpdatedItemTooLarge));
}

std::optional<ItemView> returned_attributes(Arena& arena,
                                            model::Enum<model::ReturnValue> return_values,
                                            const expression::Update* update,
                                            const std::optional<ItemView>& old_item,
                                            const std::optional<ItemView>& new_item) {
  using enum model::ReturnValue;
  const bool all = return_values == kAllOld || return_values == kAllNew;
  const bool of_old = return_values == kAllOld || return_values == kUpdatedOld;
  const std::optional<ItemView>& item = of_old ? old_item : new_item;
  if (return_values == kNone || !item) return std::nullopt;
  if (all) return value::copy_item(arena, *item);
  if (update == nullptr) return std::nullopt;
  const ItemView updated = expression::updated_attributes(arena, *update, *item);
  if (updated.empty()) return std::nullopt;
  return value::copy_item(arena, updated);
}

}  // namespace magneto::internal::operations
