// SPDX-License-Identifier: Apache-2.0
//
// TransactionAction: one action of TransactWriteItems, whichever of the four it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "catalog/table.h"
#include "expression/expression.h"
#include "model/shapes.h"
#include "operations/core/context.h"
#include "operations/items/single_write.h"

namespace magneto::internal::operations {

namespace messages {
/// Of an item or key in TransactWriteItems; elsewhere json/messages.h has the text.
inline constexpr std::string_view kBareEmptyName = "Empty attribute name";
}  // namespace messages

struct TransactionAction {
  enum class Kind : std::uint8_t { kCheck, kPut, kDelete, kUpdate };

  Kind kind = Kind::kCheck;
  std::string_view table_name;
  value::ItemView key;  ///< With kPut: the whole item.
  ItemCondition condition;
  const expression::Update* update = nullptr;
  std::uint64_t payload_bytes = 0;  ///< Towards kMaxTransactionBytes.
};

/// What needs no table. Errors: kValidation: not just one action; names and values without an
/// expression; values of Item or Key; item size; expressions.
Result<TransactionAction> bind_action(Context& context, const model::TransactWriteItem& item);

/// Whether key and update fit the table. Errors: kValidation; what it is about decides whether it
/// cancels the transaction or refuses the request (transact_write_items.cc).
Result<void> check_action_key(const catalog::Table& table, const TransactionAction& action);

/// What becomes of the item. REQUIRES: the condition holds. Errors: kValidation, of the update and
/// of index keys.
Result<store::ItemChange> apply_action(Arena& arena, const catalog::Table& table,
                                       const TransactionAction& action,
                                       const std::optional<value::ItemView>& old_item);

}  // namespace magneto::internal::operations
