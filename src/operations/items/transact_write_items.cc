// SPDX-License-Identifier: Apache-2.0
//
// TransactWriteItems. Order of checks, action by action:
//
//   1. not just one of ConditionCheck, Put, Delete, Update
//   2. names and values without an expression
//   3. values of Item or Key (but what is nested too deep in a Key comes behind 4); item size
//   4. ExpressionAttributeNames and -Values, UpdateExpression, ConditionExpression, what is unused
//
// then the size of all; then again action by action:
//
//   5. the table is there
//   6. an empty key value; of a Put also of an index
//   7. expressions reach into a key
//   8. key attributes: of a Put also those of indexes; an update of a key attribute. The first that
//      is wrong cancels the transaction, alone
//
// then an item that is there twice; then the token; and then, for all actions together:
//
//   9. conditions, and what an update finds in its item: each that is wrong is a cancellation
//   reason
//
// As DynamoDB Local has it; that 6 is an error of the whole request and 8 a cancellation was
// observed on the service, the reasons of 9 are those of the API reference.
#include <algorithm>
#include <vector>

#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/items/cancellation.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_collection.h"
#include "operations/items/item_operations.h"
#include "operations/items/item_refs.h"
#include "operations/items/long_work.h"
#include "operations/items/request_key.h"
#include "operations/items/transaction.h"
#include "operations/items/transaction_action.h"
#include "operations/items/update.h"

namespace magneto::internal::operations {
namespace {

using store::Store;

struct Transaction {
  std::vector<TransactionAction> actions;
  std::vector<catalog::TablePtr> tables;  // Of each action.
  std::span<store::ItemRef> refs;         // Of each action.
};

Result<Transaction> bind_transaction(Context& context,
                                     const model::TransactWriteItemsInput& input) {
  Transaction transaction;
  std::uint64_t payload_bytes = 0;
  for (const model::TransactWriteItem& item : *input.transact_items) {
    MAGNETO_ASSIGN_OR_RETURN(const TransactionAction action, bind_action(context, item));
    payload_bytes += action.payload_bytes;
    transaction.actions.push_back(action);
  }
  if (payload_bytes > kMaxTransactionBytes) {
    return validation_error(std::string(messages::kTransactionTooLarge));
  }
  return transaction;
}

// What refuses the request, not only its action.
Result<void> check_against_table(const catalog::Table& table, const TransactionAction& action) {
  MAGNETO_RETURN_IF_ERROR(check_no_empty_key(table.schema, action.key));
  if (action.kind == TransactionAction::Kind::kPut) {
    MAGNETO_RETURN_IF_ERROR(check_no_empty_index_key(table, action.key));
  }
  MAGNETO_RETURN_IF_ERROR(check_no_empty_index_key(table, action.update));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(table, action.update));
  return check_scalar_keys(table, action.condition.condition);
}

Result<void> find_items(Context& context, Transaction& transaction) {
  Arena& arena = context.arena;
  Cancellation cancellation(transaction.actions.size());
  transaction.refs = arena.make_span<store::ItemRef>(transaction.actions.size());
  for (std::size_t i = 0; i < transaction.actions.size(); ++i) {
    const TransactionAction& action = transaction.actions[i];
    MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                             find_item_table(context, action.table_name));
    transaction.tables.push_back(table);
    MAGNETO_RETURN_IF_ERROR(check_against_table(*table, action));
    if (cancellation.cancelled()) continue;
    const Result<void> key = check_action_key(*table, action);
    if (!key.ok()) {
      cancellation.validation_failed(i, key.error());
      continue;
    }
    transaction.refs[i] = {table.get(),
                           keys::item_key(arena, table->space, table->schema, action.key)};
  }
  if (cancellation.cancelled()) return cancellation.error();
  if (!has_duplicates(arena, transaction.refs)) return {};
  return validation_error(std::string(messages::kSameItemTwice));
}

// Conditions and updates, on the items as they are. All or nothing.
Result<void> decide(Context& context, const Transaction& transaction,
                    std::span<const std::optional<value::ItemView>> old_items,
                    std::span<store::ItemChange> changes) {
  std::uint64_t bytes = 0;
  for (const auto& item : old_items) bytes += item ? item->bytes().size() : 0;
  if (is_long_work(context, bytes)) return Error(ErrorCode::kWouldBlock, {});
  Cancellation cancellation(transaction.actions.size());
  WriteWork work(context);
  for (std::size_t i = 0; i < transaction.actions.size(); ++i) {
    const TransactionAction& action = transaction.actions[i];
    MAGNETO_RETURN_IF_ERROR(work.add(action.condition.condition, action.update, old_items[i]));
    if (!action.condition.holds(old_items[i])) {
      cancellation.condition_failed(i, action.condition.return_item ? old_items[i] : std::nullopt);
      continue;
    }
    Result<store::ItemChange> change =
        apply_action(context.arena, *transaction.tables[i], action, old_items[i]);
    if (change.ok()) {
      changes[i] = *change;
    } else {
      cancellation.validation_failed(i, change.error());
    }
  }
  if (cancellation.cancelled()) return cancellation.error();
  return {};
}

std::optional<std::span<const model::ConsumedCapacity>> consumed_capacity(
    Arena& arena, const Transaction& transaction, const Store::TransactionResult& result,
    CapacityDetail detail) {
  TransactionCharge charge(arena, transaction.actions.size(), result.token);
  for (std::size_t i = 0; i < result.effects.size(); ++i) {
    const TransactionAction& action = transaction.actions[i];
    charge.add(action.table_name, *transaction.tables[i],
               action.kind == TransactionAction::Kind::kCheck, result.effects[i]);
  }
  return charge.describe(detail);
}

Result<std::optional<MetricsByTable>> metrics(Context& context, const Transaction& transaction) {
  const std::span<NamedWrite> writes =
      context.arena.make_span<NamedWrite>(transaction.actions.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < transaction.actions.size(); ++i) {
    const TransactionAction& action = transaction.actions[i];
    if (action.kind == TransactionAction::Kind::kCheck) continue;
    writes[count++] = {action.table_name, transaction.refs[i], action.key};
  }
  return metrics_of_writes(context, writes.first(count));
}

}  // namespace

Result<model::TransactWriteItemsOutput> transact_write_items(
    Context& context, const model::TransactWriteItemsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(Transaction transaction, bind_transaction(context, input));
  MAGNETO_RETURN_IF_ERROR(find_items(context, transaction));

  model::TransactWriteItemsOutput output;
  if (wants_metrics(input.return_item_collection_metrics)) {
    MAGNETO_ASSIGN_OR_RETURN(output.item_collection_metrics, metrics(context, transaction));
  }
  const auto decide_all = [&](std::span<const std::optional<value::ItemView>> old_items,
                              std::span<store::ItemChange> changes) {
    return decide(context, transaction, old_items, changes);
  };
  MAGNETO_ASSIGN_OR_RETURN(const Store::TransactionResult result,
                           write_transaction(context, input, transaction.refs, decide_all));
  if (result.token == Store::TokenState::kMismatch) {
    return Error(ErrorCode::kIdempotentParameterMismatch, std::string(messages::kTokenMismatch));
  }
  output.consumed_capacity = consumed_capacity(context.arena, transaction, result,
                                               capacity_detail(input.return_consumed_capacity));
  return output;
}

}  // namespace magneto::internal::operations
