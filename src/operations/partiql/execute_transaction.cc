// SPDX-License-Identifier: Apache-2.0
//
// ExecuteTransaction. Order of checks, statement by statement:
//
//   1. values of Parameters, the statement is well formed, it is one of those that there are
//
// then reads and writes together (EXISTS counts as a write); then again statement by statement,
// until the first that is wrong:
//
//   2. what is in the statement (as ExecuteStatement)
//   3. the table is there
//   4. of a SELECT: an index is read; the WHERE clause does not give the key, or more than it
//   5. of EXISTS: the same, but it must demand more than the key
//   6. of the others: the WHERE clause reaches into a key
//   7. what ExecuteStatement checks of keys: this cancels the transaction, but for empty values in
//      a statement that writes, which refuse the request
//   8. RETURNING
//
// then an item that is there twice; then the token; and then, for all statements together, what is
// in the way of the writes: each is a cancellation reason.
//
// As DynamoDB Local has it. An INSERT of an item that is there has a reason of its own,
// DuplicateItem, as users of the service quote it.
#include <vector>

#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/items/cancellation.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_operations.h"
#include "operations/items/item_refs.h"
#include "operations/items/long_work.h"
#include "operations/items/transaction.h"
#include "operations/partiql/statement_plan.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using Kind = partiql::Statement::Kind;
using store::Store;

struct TransactionStatement {
  const model::ParameterizedStatement* request = nullptr;
  partiql::Parameters parameters;
  partiql::ParsedStatement parsed;
  BoundStatement bound;
  catalog::TablePtr table;
  StatementWrite write;  // Of all but SELECT.
};

struct StatementTransaction {
  std::vector<TransactionStatement> statements;
  std::span<store::ItemRef> refs;
  bool reads = false;
};

Error in_statement(std::size_t position, std::string_view problem) {
  return validation_error(messages::statement_failed(position, problem));
}

Result<TransactionStatement> parse_one(Arena& arena, const model::ParameterizedStatement& request,
                                       std::size_t position) {
  TransactionStatement statement;
  statement.request = &request;
  MAGNETO_ASSIGN_OR_RETURN(statement.parameters, read_parameters(arena, request.parameters));
  Result<partiql::ParsedStatement> parsed = partiql::parse(arena, *request.statement);
  if (!parsed.ok()) return in_statement(position, parsed.error().message());
  statement.parsed = *parsed;
  return statement;
}

Result<StatementTransaction> parse_transaction(Arena& arena,
                                               const model::ExecuteTransactionInput& input) {
  StatementTransaction transaction;
  std::size_t reads = 0;
  for (const model::ParameterizedStatement& request : *input.transact_statements) {
    MAGNETO_ASSIGN_OR_RETURN(const TransactionStatement statement,
                             parse_one(arena, request, transaction.statements.size()));
    const std::optional<Kind> kind = partiql::kind_of(statement.parsed);
    if (!kind) return bind_statement(arena, statement.parsed, statement.parameters).error();
    reads += *kind == Kind::kSelect ? 1 : 0;
    transaction.statements.push_back(statement);
  }
  if (reads != 0 && reads != transaction.statements.size()) {
    return validation_error(std::string(messages::kMixedTransaction));
  }
  transaction.reads = reads != 0;
  return transaction;
}

Result<void> bind_one(Arena& arena, TransactionStatement& statement, std::size_t position) {
  Result<BoundStatement> bound = bind_statement(arena, statement.parsed, statement.parameters);
  if (!bound.ok()) return in_statement(position, bound.error().message());
  statement.bound = *bound;
  return {};
}

// What is wrong with a key cancels the transaction; all else refuses the request.
Error cancelled(const StatementTransaction& transaction, std::size_t position, const Error& error) {
  Cancellation cancellation(transaction.statements.size());
  cancellation.validation_failed(position, error);
  return cancellation.error();
}

// The item that a SELECT reads.
Result<value::ItemView> key_of_select(Context& context, const StatementTransaction& transaction,
                                      std::size_t position) {
  const TransactionStatement& statement = transaction.statements[position];
  if (statement.bound.statement.index)
    return in_statement(position, messages::kTransactionSelectIndex);
  const auto key = key_of_read(context, statement.bound, *statement.table);
  if (!key.ok() && key.error().message() == messages::kOrderWithoutKey) {
    return in_statement(position, messages::kOrderWithoutKey);
  }
  if (!key.ok()) return cancelled(transaction, position, key.error());
  if (!*key) return in_statement(position, messages::kTransactionSelectKey);
  return **key;
}

Result<void> check_returning(const partiql::Statement& statement, std::size_t position) {
  const Result<void> known = partiql::check_returning(statement);
  if (!known.ok()) return in_statement(position, known.error().message());
  if (statement.returning.mapping == partiql::Mapping::kNone) return {};
  return in_statement(position, messages::kTransactionReturning);
}

// Of the statements that write, and of EXISTS.
Result<StatementWrite> plan_item(Context& context, const StatementTransaction& transaction,
                                 std::size_t position) {
  const TransactionStatement& statement = transaction.statements[position];
  const bool exists = statement.bound.statement.kind == Kind::kExists;
  if (exists && statement.bound.statement.index)
    return in_statement(position, messages::kExistsIndex);
  const Result<void> where = check_where(statement.bound, *statement.table);
  if (!where.ok()) return in_statement(position, where.error().message());
  const bool return_item = statement.request->return_values_on_condition_check_failure ==
                           model::ReturnValuesOnConditionCheckFailure::kAllOld;
  Result<StatementWrite> write =
      plan_keyed_write(context, statement.bound, *statement.table, return_item);
  const bool incomplete = !write.ok() && write.error().message() == messages::kIncompleteKey;
  const bool only_key = write.ok() && exists && write->action.condition.condition->tests.empty();
  if ((exists && incomplete) || only_key) return in_statement(position, messages::kExistsKey);
  if (write.ok()) {
    MAGNETO_RETURN_IF_ERROR(check_returning(statement.bound.statement, position));
    return write;
  }
  MAGNETO_RETURN_IF_ERROR(check_no_empty_keys(context, statement.bound, *statement.table));
  return cancelled(transaction, position, write.error());
}

Result<void> find_items(Context& context, StatementTransaction& transaction) {
  Arena& arena = context.arena;
  const std::size_t count = transaction.statements.size();
  transaction.refs = arena.make_span<store::ItemRef>(count);
  for (std::size_t i = 0; i < count; ++i) {
    TransactionStatement& statement = transaction.statements[i];
    MAGNETO_RETURN_IF_ERROR(bind_one(arena, statement, i));
    MAGNETO_ASSIGN_OR_RETURN(statement.table,
                             find_item_table(context, statement.bound.statement.table));
    value::ItemView key;
    if (transaction.reads) {
      MAGNETO_ASSIGN_OR_RETURN(key, key_of_select(context, transaction, i));
    } else {
      MAGNETO_ASSIGN_OR_RETURN(statement.write, plan_item(context, transaction, i));
      key = statement.write.action.key;
    }
    const catalog::Table& table = *statement.table;
    transaction.refs[i] = {&table, keys::item_key(arena, table.space, table.schema, key)};
  }
  if (!has_duplicates(arena, transaction.refs)) return {};
  return validation_error(std::string(messages::kSameItemTwice));
}

Result<model::ExecuteTransactionOutput> run_reads(Context& context,
                                                  const StatementTransaction& transaction,
                                                  const model::ExecuteTransactionInput& input) {
  MAGNETO_RETURN_IF_ERROR(check_no_conflict(context, transaction.refs));
  MAGNETO_RETURN_IF_ERROR(admit_transaction(context, transaction.refs, Traffic::kReads));
  Arena& arena = context.arena;
  const auto& statements = transaction.statements;
  const auto responses = arena.make_span<model::ItemResponse>(statements.size());
  RequestCapacity capacity(arena, statements.size());
  const auto units = arena.make_span<double>(statements.size());
  std::uint64_t answer_bytes = 0;
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const BoundStatement& bound = statements[i].bound;
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> item,
                             snapshot.get(arena, transaction.refs[i]));
    const std::uint64_t bytes = item ? value::item_size(*item) : 0;
    answer_bytes += bytes;
    if (answer_bytes > kMaxTransactionBytes) {
      return validation_error(std::string(messages::kTransactionTooLarge));
    }
    if (is_long_work(context, answer_bytes)) return Error(ErrorCode::kWouldBlock, {});
    units[i] = derive::read_units(bytes, derive::ReadMode::kTransactional);
    capacity.of(bound.statement.table, *statements[i].table).add(units[i]);
    if (!item) continue;
    responses[i].item = model::AttributeMap(
        bound.projection ? expression::project(arena, *bound.projection, *item) : *item);
  }
  // Only now: until here it may have to begin again where it may block.
  for (std::size_t i = 0; i < statements.size(); ++i) {
    charge(context, *statements[i].table, Traffic::kReads, units[i]);
  }
  model::ExecuteTransactionOutput output;
  output.responses = responses;
  output.consumed_capacity =
      capacity.describe(capacity_detail(input.return_consumed_capacity), CapacitySort::kReads);
  return output;
}

// All or nothing.
Result<void> decide(Context& context, const StatementTransaction& transaction,
                    std::span<const std::optional<value::ItemView>> old_items,
                    std::span<store::ItemChange> changes) {
  Cancellation cancellation(transaction.statements.size());
  WriteWork work(context);
  for (std::size_t i = 0; i < transaction.statements.size(); ++i) {
    const TransactionStatement& statement = transaction.statements[i];
    const TransactionAction& action = statement.write.action;
    MAGNETO_RETURN_IF_ERROR(work.add(action.condition.condition, action.update, old_items[i]));
    if (const auto refusal = find_refusal(statement.write, old_items[i])) {
      if (refusal->code == ErrorCode::kDuplicateItem) {
        cancellation.duplicate_item(i);
      } else {
        cancellation.condition_failed(i, refusal->item);
      }
      continue;
    }
    const Result<store::ItemChange> change =
        apply_action(context.arena, *statement.table, action, old_items[i]);
    if (change.ok()) {
      changes[i] = *change;
    } else {
      cancellation.validation_failed(i, change.error());
    }
  }
  if (cancellation.cancelled()) return cancellation.error();
  return {};
}

Result<model::ExecuteTransactionOutput> run_writes(Context& context,
                                                   const StatementTransaction& transaction,
                                                   const model::ExecuteTransactionInput& input) {
  Arena& arena = context.arena;
  const auto decide_all = [&](std::span<const std::optional<value::ItemView>> old_items,
                              std::span<store::ItemChange> changes) {
    return decide(context, transaction, old_items, changes);
  };
  MAGNETO_ASSIGN_OR_RETURN(const Store::TransactionResult result,
                           write_transaction(context, input, transaction.refs, decide_all));
  if (result.token == Store::TokenState::kMismatch) {
    return Error(ErrorCode::kIdempotentParameterMismatch, std::string(messages::kTokenMismatch));
  }
  TransactionCharge charge(arena, transaction.statements.size(), result.token);
  for (std::size_t i = 0; i < result.effects.size(); ++i) {
    const TransactionStatement& statement = transaction.statements[i];
    charge.add(statement.bound.statement.table, *statement.table,
               statement.write.action.kind == TransactionAction::Kind::kCheck, result.effects[i]);
  }
  model::ExecuteTransactionOutput output;
  output.responses = std::span<const model::ItemResponse>();
  output.consumed_capacity = charge.describe(capacity_detail(input.return_consumed_capacity));
  return output;
}

}  // namespace

Result<model::ExecuteTransactionOutput> execute_transaction(
    Context& context, const model::ExecuteTransactionInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(StatementTransaction transaction,
                           parse_transaction(context.arena, input));
  MAGNETO_RETURN_IF_ERROR(find_items(context, transaction));
  return transaction.reads ? run_reads(context, transaction, input)
                           : run_writes(context, transaction, input);
}

}  // namespace magneto::internal::operations
