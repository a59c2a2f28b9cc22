// SPDX-License-Identifier: Apache-2.0
#include "operations/items/single_write.h"

#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/throttle.h"
#include "operations/items/item_collection.h"
#include "operations/items/long_work.h"

namespace magneto::internal::operations {
namespace {

Error condition_failed(const ItemCondition& condition,
                       const std::optional<value::ItemView>& old_item) {
  const std::string message(messages::kConditionFailed);
  if (!condition.return_item || !old_item) {
    return Error(ErrorCode::kConditionalCheckFailed, message);
  }
  json::JsonWriter members;
  members.key("Item");
  json::write_item(members, *old_item);
  return Error(ErrorCode::kConditionalCheckFailed, message, std::string(members.text()));
}

}  // namespace

Result<void> check_condition(const Context& context, const ItemCondition& condition,
                             const std::optional<value::ItemView>& old_item,
                             const expression::Update* update) {
  MAGNETO_RETURN_IF_ERROR(WriteWork(context).add(condition.condition, update, old_item));
  if (condition.holds(old_item)) return {};
  return condition_failed(condition, old_item);
}

Result<void> check_old_or_none(
    const std::optional<model::Enum<model::ReturnValue>>& return_values) {
  if (!return_values || *return_values == model::ReturnValue::kAllOld ||
      *return_values == model::ReturnValue::kNone)
    return {};
  return validation_error(std::string(messages::kOldOrNone));
}

Result<WriteReport> write_single(Context& context, std::string_view table_name,
                                 const catalog::Table& table, value::ItemView key,
                                 CapacityDetail detail, bool metrics, DecideItem decide) {
  Arena& arena = context.arena;
  store::Store& store = context.services.store;
  const store::ItemRef ref{&table, keys::item_key(arena, table.space, table.schema, key)};

  MAGNETO_RETURN_IF_ERROR(admit(context, table, Traffic::kWrites));
  WriteReport report;
  if (metrics && table.has_local_indexes()) {
    store::Snapshot snapshot = store.snapshot(context.blocking);
    MAGNETO_ASSIGN_OR_RETURN(report.item_collection_metrics,
                             item_collection_metrics(context, snapshot, ref, key));
  }

  auto decide_one = [&](std::span<const std::optional<value::ItemView>> old_items,
                        std::span<store::ItemChange> changes) {
    return decide(old_items[0], changes[0]);
  };
  Conflicts::Hold hold;
  if (Conflicts* const conflicts = context.services.conflicts; conflicts != nullptr) {
    if (!conflicts->begin({&ref, 1}, Conflicts::Writer::kSingle, hold).empty()) {
      return Error(ErrorCode::kTransactionConflict, std::string(messages::kTransactionConflict));
    }
  }
  MAGNETO_ASSIGN_OR_RETURN(const auto effects,
                           store.modify(arena, {&ref, 1}, decide_one, context.blocking));
  hold.written();
  charge(context, table, Traffic::kWrites, effects[0].table_units);
  report.consumed_capacity = capacity_of_write(arena, detail, table_name, table, effects[0]);
  return report;
}

}  // namespace magneto::internal::operations
