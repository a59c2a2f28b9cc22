// SPDX-License-Identifier: Apache-2.0
#include "operations/partiql/statement_plan.h"

#include "derive/index_entry.h"
#include "derive/index_messages.h"
#include "operations/core/messages.h"
#include "operations/items/request_key.h"
#include "operations/items/transaction.h"
#include "operations/items/update.h"
#include "partiql/key_choice.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using ActionKind = TransactionAction::Kind;
using Kind = partiql::Statement::Kind;
using partiql::Mapping;

ActionKind action_kind(Kind kind) {
  switch (kind) {
    case Kind::kInsert:
      return ActionKind::kPut;
    case Kind::kUpdate:
      return ActionKind::kUpdate;
    case Kind::kDelete:
      return ActionKind::kDelete;
    case Kind::kSelect:
    case Kind::kExists:
      break;
  }
  return ActionKind::kCheck;
}

model::ReturnValue return_values(Mapping mapping) {
  switch (mapping) {
    case Mapping::kNone:
      break;
    case Mapping::kAllOld:
      return model::ReturnValue::kAllOld;
    case Mapping::kAllNew:
      return model::ReturnValue::kAllNew;
    case Mapping::kModifiedOld:
      return model::ReturnValue::kUpdatedOld;
    case Mapping::kModifiedNew:
      return model::ReturnValue::kUpdatedNew;
  }
  return model::ReturnValue::kNone;
}

Result<void> check_inserted(const catalog::Table& table, value::ItemView item) {
  if (value::item_size(item) > value::kMaxItemBytes) {
    return validation_error(std::string(derive::kItemTooLarge));
  }
  const std::optional<keys::KeyProblem> problem = keys::find_key_problem(table.schema, item);
  if (problem && problem->kind == keys::KeyProblem::Kind::kMissing) {
    return validation_error(messages::key_absent(problem->attribute->name));
  }
  if (problem && problem->kind == keys::KeyProblem::Kind::kWrongType) {
    return validation_error(messages::key_schema_mismatch(problem->attribute->name));
  }
  MAGNETO_RETURN_IF_ERROR(check_key_sizes(table.schema, item));
  return derive::check_index_keys(table, item);
}

}  // namespace

Result<partiql::Parameters> read_parameters(Arena& arena, const StatementParameters& parameters) {
  const std::size_t count = parameters ? parameters->size() : 0;
  const std::span<value::ValueView> values = arena.make_span<value::ValueView>(count);
  for (std::size_t i = 0; i < count; ++i) {
    MAGNETO_RETURN_IF_ERROR(model::check_content((*parameters)[i]));
    values[i] = (*parameters)[i];
  }
  return partiql::Parameters(values);
}

Result<BoundStatement> bind_statement(Arena& arena, const partiql::ParsedStatement& parsed,
                                      partiql::Parameters parameters) {
  BoundStatement bound;
  bound.parameters = parameters;
  MAGNETO_ASSIGN_OR_RETURN(bound.statement, partiql::read_statement(parsed, parameters.size()));
  const partiql::Statement& statement = bound.statement;
  if (statement.item) {
    MAGNETO_ASSIGN_OR_RETURN(bound.item, partiql::bind_item(arena, *statement.item, parameters));
  }
  MAGNETO_ASSIGN_OR_RETURN(bound.projection, partiql::bind_projection(arena, statement.projection));
  if (statement.where) {
    MAGNETO_ASSIGN_OR_RETURN(bound.where,
                             partiql::bind_condition(arena, {&statement.where, 1}, parameters));
  }
  if (statement.kind == Kind::kUpdate) {
    MAGNETO_ASSIGN_OR_RETURN(bound.update,
                             partiql::bind_update(arena, statement.actions, parameters));
  }
  return bound;
}

Result<void> check_where(const BoundStatement& bound, const catalog::Table& table) {
  if (bound.where == nullptr) return {};
  if (const auto key = expression::nested_key(*bound.where, table.schema)) {
    return validation_error(messages::nested_key_in_where(*key));
  }
  return check_scalar_keys(table, bound.where);
}

Result<StatementWrite> plan_keyed_write(Context& context, const BoundStatement& bound,
                                        const catalog::Table& table, bool return_item) {
  Arena& arena = context.arena;
  StatementWrite write;
  write.kind = bound.statement.kind;
  write.returning = bound.statement.returning.mapping;
  write.action.kind = action_kind(write.kind);
  write.action.table_name = bound.statement.table;
  write.action.condition.return_item = return_item;
  if (write.kind == Kind::kInsert) {
    MAGNETO_RETURN_IF_ERROR(check_inserted(table, bound.item));
    write.action.key = bound.item;
    return write;
  }
  MAGNETO_ASSIGN_OR_RETURN(
      const std::optional<partiql::SingleKey> key,
      partiql::single_key(arena, bound.statement.where, bound.parameters, table.schema));
  if (!key) return validation_error(std::string(messages::kIncompleteKey));
  MAGNETO_RETURN_IF_ERROR(check_key_sizes(table.schema, key->key));
  MAGNETO_RETURN_IF_ERROR(check_update_keys(table, bound.update));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(table, bound.update));
  write.action.key = key->key;
  write.action.update = bound.update;
  MAGNETO_ASSIGN_OR_RETURN(write.action.condition.condition,
                           partiql::bind_condition(arena, key->rest, bound.parameters));
  return write;
}

Result<StatementWrite> plan_write(Context& context, const BoundStatement& bound,
                                  const catalog::Table& table, bool return_item) {
  MAGNETO_RETURN_IF_ERROR(check_where(bound, table));
  MAGNETO_ASSIGN_OR_RETURN(const StatementWrite write,
                           plan_keyed_write(context, bound, table, return_item));
  MAGNETO_RETURN_IF_ERROR(partiql::check_returning(bound.statement));
  return write;
}

Result<void> check_no_empty_keys(Context& context, const BoundStatement& bound,
                                 const catalog::Table& table) {
  if (bound.statement.kind == Kind::kInsert) {
    MAGNETO_RETURN_IF_ERROR(check_no_empty_key(table.schema, bound.item));
    return check_no_empty_index_key(table, bound.item);
  }
  const auto key =
      partiql::single_key(context.arena, bound.statement.where, bound.parameters, table.schema);
  if (!key.ok() || !*key) return {};
  return check_no_empty_key(table.schema, (*key)->key);
}

// What an UPDATE changes and what EXISTS asks for must be there; what a DELETE removes need not.
std::optional<Refusal> find_refusal(const StatementWrite& write,
                                    const std::optional<value::ItemView>& old_item) {
  if (write.kind == Kind::kInsert) {
    if (!old_item) return std::nullopt;
    return Refusal{ErrorCode::kDuplicateItem, messages::kDuplicateItem, std::nullopt};
  }
  const bool may_be_absent = write.kind == Kind::kDelete;
  if (old_item ? write.action.condition.holds(old_item) : may_be_absent) return std::nullopt;
  return Refusal{ErrorCode::kConditionalCheckFailed, messages::kConditionFailed,
                 write.action.condition.return_item ? old_item : std::nullopt};
}

std::optional<value::ItemView> returned_item(Arena& arena, const StatementWrite& write,
                                             const std::optional<value::ItemView>& old_item,
                                             const store::ItemChange& change) {
  const bool put = change.kind == store::ItemChange::Kind::kPut;
  return returned_attributes(arena, return_values(write.returning), write.action.update, old_item,
                             put ? std::optional(change.item) : std::nullopt);
}

Result<std::optional<value::ItemView>> key_of_read(Context& context, const BoundStatement& bound,
                                                   const catalog::Table& table) {
  MAGNETO_ASSIGN_OR_RETURN(
      const std::optional<partiql::SingleKey> key,
      partiql::single_key(context.arena, bound.statement.where, bound.parameters, table.schema));
  if (!key && !bound.statement.order.empty()) {
    MAGNETO_ASSIGN_OR_RETURN(
        const auto choices,
        partiql::key_choices(context.arena, bound.statement.where, bound.parameters, table.schema));
    if (!choices) return validation_error(std::string(messages::kOrderWithoutKey));
  }
  if (!key || !key->rest.empty()) return std::optional<value::ItemView>();
  MAGNETO_RETURN_IF_ERROR(check_key_sizes(table.schema, key->key));
  MAGNETO_RETURN_IF_ERROR(check_scalar_keys(table, bound.projection));
  return std::optional(key->key);
}

}  // namespace magneto::internal::operations
