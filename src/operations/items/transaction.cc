// SPDX-License-Identifier: Apache-2.0
#include "operations/items/transaction.h"

#include "derive/capacity.h"
#include "derive/first_error.h"
#include "keys/messages.h"
#include "operations/core/messages.h"

namespace magneto::internal::operations {

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
