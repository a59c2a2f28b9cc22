// SPDX-License-Identifier: Apache-2.0
#include "operations/items/transaction.h"

#include "derive/capacity.h"
#include "derive/first_error.h"
#include "keys/messages.h"
#include "operations/core/messages.h"
#include "operations/items/cancellation.h"

namespace magneto::internal::operations {
namespace {

// Of the items, those at the positions `met` belong to others.
Result<void> refused_for(std::span<const store::ItemRef> items,
                         const std::vector<std::size_t>& met) {
  if (met.empty()) return {};
  Cancellation cancellation(items.size());
  for (const std::size_t position : met) cancellation.conflict(position);
  return cancellation.error();
}

}  // namespace

Result<void> check_no_empty_key(const keys::KeySchema& schema, value::ItemView key) {
  const std::optional<keys::KeyProblem> problem = keys::find_key_problem(schema, key);
  if (!problem || problem->kind != keys::KeyProblem::Kind::kEmpty) return {};
  return validation_error(keys::empty_key_text(*problem->attribute));
}

Result<void> check_no_empty_index_key(const catalog::Table& table, value::ItemView item) {
  const auto check = [&item](const catalog::Index& index) -> Result<void> {
    for (const auto* part : {&index.schema.partition, &index.schema.sort}) {
      for (const keys::KeyAttribute& attribute : *part) {
        const std::optional<value::ValueView> value = item.find(attribute.name);
        if (!value || value->type() != attribute.type || !value->scalar().empty()) continue;
        return validation_error(keys::empty_index_key_text(index.name, attribute));
      }
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(derive::first_error_by_name(table.indexes, check));
  for (const auto& index : table.vector_indexes) {
    for (const keys::KeyAttribute& attribute : index->schema.partition) {
      const std::optional<value::ValueView> value = item.find(attribute.name);
      if (!value || value->type() != attribute.type || !value->scalar().empty()) continue;
      return validation_error(keys::empty_index_key_text(index->name, attribute));
    }
  }
  return {};
}

Result<void> hold_items(Context& context, std::span<const store::ItemRef> items,
                        const std::optional<std::string_view>& token, Conflicts::Hold& hold) {
  Conflicts& conflicts = *context.services.conflicts;
  if (token && !conflicts.begin_token(*token, hold)) {
    return Error(ErrorCode::kTransactionInProgress, std::string(messages::kTransactionInProgress));
  }
  return refused_for(items, conflicts.begin(items, Conflicts::Writer::kTransaction, hold));
}

Result<void> check_no_conflict(const Context& context, std::span<const store::ItemRef> items) {
  if (context.services.conflicts == nullptr) return {};
  return refused_for(items, context.services.conflicts->met_by_read(items));
}

Result<void> admit_transaction(const Context& context, std::span<const store::ItemRef> items,
                               Traffic traffic) {
  if (context.services.throttle == nullptr) return {};
  Cancellation cancellation(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Result<void> admitted = admit(context, *items[i].table, traffic);
    if (!admitted.ok()) cancellation.throttled(i, admitted.error());
  }
  if (cancellation.cancelled()) return cancellation.error();
  return {};
}

void TransactionCharge::add(std::string_view name, const catalog::Table& table, bool is_check,
                            const derive::WriteEffect& effect) {
  TableCapacity& of_table = capacity_.of(name, table);
  if (replay_) {
    of_table.add(derive::read_units(effect.old_bytes, derive::ReadMode::kTransactional));
  } else if (is_check) {
    of_table.add(derive::write_units(effect.old_bytes, effect.old_bytes) *
                 derive::kTransactionFactor);
  } else {
    of_table.add(effect, derive::kTransactionFactor);
  }
}

std::optional<std::span<const model::ConsumedCapacity>> TransactionCharge::describe(
    CapacityDetail detail) const {
  return capacity_.describe(detail, replay_ ? CapacitySort::kReads : CapacitySort::kWrites);
}

}  // namespace magneto::internal::operations
