// SPDX-License-Identifier: Apache-2.0
//
// BatchExecuteStatement. Order of checks; those with a star are errors of the whole request, the
// others of their statement:
//
//   1. the statement is well formed, and may stand here: EXISTS may in transactions only
//   2. values of Parameters
//   3. reads and writes are not together, however wrong they are *
//   4. what is in the statement (as ExecuteStatement)
//   5. the table is there
//   6. of a SELECT: the WHERE clause gives the key and nothing else, no index is read
//   7. of the others what ExecuteStatement checks
//   8. no item is there twice *
//
// All reads see one moment; all writes are one, each with its condition (DynamoDB Local for what is
// an error of the request, API reference for the rest).
#include <algorithm>
#include <vector>

#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/throttle.h"
#include "operations/items/item_operations.h"
#include "operations/items/item_refs.h"
#include "operations/items/long_work.h"
#include "operations/partiql/statement_plan.h"
#include "partiql/key_choice.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using Kind = partiql::Statement::Kind;

struct BatchStatement {
  const model::BatchStatementRequest* request = nullptr;
  partiql::Parameters parameters;
  partiql::ParsedStatement parsed;
  std::optional<Kind> kind;  // Nothing: it is no statement.
  BoundStatement bound;
  catalog::TablePtr table;
  value::ItemView key;
  StatementWrite write;  // Of all but SELECT.
  bool runs = false;     // No error until now.
  model::BatchStatementResponse response;
};

using Code = model::BatchStatementErrorCodeEnum;

// The name that the error of one statement has in a batch; nothing for errors of the whole request.
std::optional<Code> batch_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::kValidation:
      return Code::kValidationError;
    case ErrorCode::kResourceNotFound:
      return Code::kResourceNotFound;
    case ErrorCode::kConditionalCheckFailed:
      return Code::kConditionalCheckFailed;
    case ErrorCode::kDuplicateItem:
      return Code::kDuplicateItem;
    default:
      return std::nullopt;
  }
}

void set_error(Arena& arena, BatchStatement& statement, ErrorCode code, std::string_view message) {
  model::BatchStatementError error;
  error.code = batch_code(code);
  error.message = arena.copy(message);
  statement.response.error = error;
  statement.runs = false;
}

Result<void> parse_one(Context& context, BatchStatement& statement) {
  MAGNETO_ASSIGN_OR_RETURN(statement.parsed,
                           partiql::parse(context.arena, *statement.request->statement));
  const std::optional<Kind> kind = partiql::kind_of(statement.parsed);
  if (!kind) return validation_error(std::string(messages::kBatchOperation));
  if (*kind == Kind::kExists) {
    return validation_error(std::string(messages::kExistsOutsideTransaction));
  }
  statement.kind = kind;
  MAGNETO_ASSIGN_OR_RETURN(statement.parameters,
                           read_parameters(context.arena, statement.request->parameters));
  return {};
}

// Whether the clauses of a statement that writes are right, and its key is whole and of the right
// types. What is wrong then is what PutItem, UpdateItem and DeleteItem refuse, too; the answer has
// the table's name (DynamoDB Local).
bool names_an_item(Context& context, const BoundStatement& bound, const catalog::Table& table) {
  using keys::KeyProblem;
  const partiql::Statement& parsed = bound.statement;
  if (bound.where != nullptr && expression::nested_key(*bound.where, table.schema)) return false;
  if (!partiql::check_returning(parsed).ok()) return false;
  if (parsed.kind == Kind::kInsert) {
    const std::optional<KeyProblem> problem = keys::find_key_problem(table.schema, bound.item);
    return !problem || problem->kind == KeyProblem::Kind::kEmpty ||
           problem->kind == KeyProblem::Kind::kTooLong;
  }
  const auto key = partiql::single_key(context.arena, parsed.where, bound.parameters, table.schema);
  return key.ok() && key->has_value();
}

Result<void> plan_one(Context& context, BatchStatement& statement) {
  MAGNETO_ASSIGN_OR_RETURN(statement.bound,
                           bind_statement(context.arena, statement.parsed, statement.parameters));
  const partiql::Statement& parsed = statement.bound.statement;
  MAGNETO_ASSIGN_OR_RETURN(statement.table, find_item_table(context, parsed.table));
  if (!parsed.reads()) {
    const bool return_item = statement.request->return_values_on_condition_check_failure ==
                             model::ReturnValuesOnConditionCheckFailure::kAllOld;
    auto write = plan_write(context, statement.bound, *statement.table, return_item);
    if (!write.ok()) {
      if (names_an_item(context, statement.bound, *statement.table)) {
        statement.response.table_name = parsed.table;
      }
      return std::move(write).error();
    }
    statement.write = *std::move(write);
    statement.key = statement.write.action.key;
  } else {
    std::optional<value::ItemView> key;
    if (!parsed.index) {
      MAGNETO_ASSIGN_OR_RETURN(key, key_of_read(context, statement.bound, *statement.table));
    }
    if (!key) return validation_error(std::string(messages::kBatchSelectKey));
    statement.key = *key;
  }
  statement.response.table_name = parsed.table;
  statement.runs = true;
  return {};
}

// Errors: those of the whole request. The others become the statement's.
Result<void> keep_error(Arena& arena, BatchStatement& statement, Result<void> done) {
  if (done.ok()) return {};
  const ErrorCode code = done.error().code();
  if (!batch_code(code)) return done;
  set_error(arena, statement, code, done.error().message());
  return {};
}

store::ItemRef ref_of(Arena& arena, const BatchStatement& statement) {
  const catalog::Table& table = *statement.table;
  return {&table, keys::item_key(arena, table.space, table.schema, statement.key)};
}

Result<void> run_reads(Context& context, std::span<BatchStatement* const> statements,
                       std::span<const store::ItemRef> refs, RequestCapacity& capacity) {
  Arena& arena = context.arena;
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  const auto units = arena.make_span<double>(statements.size());
  std::uint64_t answer_bytes = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    BatchStatement& statement = *statements[i];
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> item,
                             snapshot.get(arena, refs[i]));
    const bool strong = statement.request->consistent_read.value_or(false);
    const std::uint64_t bytes = item ? value::item_size(*item) : 0;
    answer_bytes += bytes;
    if (is_long_work(context, answer_bytes)) return Error(ErrorCode::kWouldBlock, {});
    units[i] =
        derive::read_units(bytes, strong ? derive::ReadMode::kStrong : derive::ReadMode::kEventual);
    capacity.of(statement.bound.statement.table, *statement.table).add(units[i]);
    if (!item) continue;
    const expression::Projection* projection = statement.bound.projection;
    statement.response.item =
        model::AttributeMap(projection ? expression::project(arena, *projection, *item) : *item);
  }
  // Only now: until here it may have to begin again where it may block.
  for (std::size_t i = 0; i < statements.size(); ++i) {
    charge(context, *statements[i]->table, Traffic::kReads, units[i]);
  }
  return {};
}

// What becomes of one item. What does not let it be written is the statement's error.
Result<void> decide_one(Arena& arena, BatchStatement& statement,
                        const std::optional<value::ItemView>& old_item, store::ItemChange& change) {
  statement.response.error.reset();
  statement.response.item.reset();
  if (const auto refusal = find_refusal(statement.write, old_item)) {
    set_error(arena, statement, refusal->code, refusal->message);
    if (refusal->item) {
      statement.response.error->item = model::AttributeMap(value::copy_item(arena, *refusal->item));
    }
    return {};
  }
  const Result<store::ItemChange> applied =
      apply_action(arena, *statement.table, statement.write.action, old_item);
  if (!applied.ok()) {
    set_error(arena, statement, applied.error().code(), applied.error().message());
    return {};
  }
  change = *applied;
  const auto returned = returned_item(arena, statement.write, old_item, change);
  if (returned) statement.response.item = model::AttributeMap(*returned);
  return {};
}

Result<void> run_writes(Context& context, std::span<BatchStatement* const> statements,
                        std::span<const store::ItemRef> refs, RequestCapacity& capacity) {
  auto decide = [&](std::span<const std::optional<value::ItemView>> old_items,
                    std::span<store::ItemChange> changes) -> Result<void> {
    WriteWork work(context);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const TransactionAction& action = statements[i]->write.action;
      MAGNETO_RETURN_IF_ERROR(work.add(action.condition.condition, action.update, old_items[i]));
      MAGNETO_RETURN_IF_ERROR(decide_one(context.arena, *statements[i], old_items[i], changes[i]));
    }
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(const auto effects, context.services.store.modify(
                                                   context.arena, refs, decide, context.blocking));
  // A table for which nothing was written is not described.
  const auto wrote_to = [&](std::string_view table) {
    return std::ranges::any_of(statements, [&](const BatchStatement* each) {
      return each->bound.statement.table == table && !each->response.error;
    });
  };
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const BatchStatement& statement = *statements[i];
    charge(context, *statement.table, Traffic::kWrites, effects[i].table_units);
    if (!wrote_to(statement.bound.statement.table)) continue;
    capacity.of(statement.bound.statement.table, *statement.table).add(effects[i]);
  }
  return {};
}

Result<bool> check_one_sort(const std::vector<BatchStatement>& statements) {
  std::size_t reads = 0;
  std::size_t writes = 0;
  for (const BatchStatement& statement : statements) {
    if (!statement.kind) continue;
    ++(*statement.kind == Kind::kSelect ? reads : writes);
  }
  if (reads > 0 && writes > 0) return validation_error(std::string(messages::kMixedBatch));
  return reads > 0;
}

Result<void> run(Context& context, std::vector<BatchStatement>& statements, bool read,
                 RequestCapacity& capacity) {
  Arena& arena = context.arena;
  std::vector<BatchStatement*> running;
  std::vector<store::ItemRef> refs;
  for (BatchStatement& statement : statements) {
    if (!statement.runs) continue;
    running.push_back(&statement);
    refs.push_back(ref_of(arena, statement));
  }
  if (has_duplicates(arena, refs)) return validation_error(std::string(messages::kDuplicateKeys));
  if (running.empty()) return {};
  for (const BatchStatement* statement : running) {
    MAGNETO_RETURN_IF_ERROR(
        admit(context, *statement->table, read ? Traffic::kReads : Traffic::kWrites));
  }
  return read ? run_reads(context, running, refs, capacity)
              : run_writes(context, running, refs, capacity);
}

}  // namespace

Result<model::BatchExecuteStatementOutput> batch_execute_statement(
    Context& context, const model::BatchExecuteStatementInput& input) {
  Arena& arena = context.arena;
  std::vector<BatchStatement> statements(input.statements->size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    BatchStatement& statement = statements[i];
    statement.request = &(*input.statements)[i];
  }
  for (BatchStatement& statement : statements) {
    MAGNETO_RETURN_IF_ERROR(keep_error(arena, statement, parse_one(context, statement)));
  }
  MAGNETO_ASSIGN_OR_RETURN(const bool read, check_one_sort(statements));
  for (BatchStatement& statement : statements) {
    if (!statement.kind || statement.response.error) continue;
    MAGNETO_RETURN_IF_ERROR(keep_error(arena, statement, plan_one(context, statement)));
  }
  RequestCapacity capacity(arena, statements.size());
  MAGNETO_RETURN_IF_ERROR(run(context, statements, read, capacity));

  const auto responses = arena.make_span<model::BatchStatementResponse>(statements.size());
  for (std::size_t i = 0; i < responses.size(); ++i) responses[i] = statements[i].response;
  model::BatchExecuteStatementOutput output;
  output.responses = responses;
  output.consumed_capacity =
      capacity.describe(capacity_detail(input.return_consumed_capacity), CapacitySort::kPlain);
  return output;
}

}  // namespace magneto::internal::operations
