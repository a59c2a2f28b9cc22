// SPDX-License-Identifier: Apache-2.0
//
// PartiQL statements as ExecuteStatement, BatchExecuteStatement and ExecuteTransaction have them in
// common: bound to their parameters, and what one that writes does with its item.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/core/context.h"
#include "operations/items/transaction_action.h"
#include "partiql/binding.h"
#include "partiql/statement.h"

namespace magneto::internal::operations {

using StatementParameters = std::optional<std::span<const model::AttributeValue>>;

/// All that a statement says without its table. Lives in the arena, but for the tables.
struct BoundStatement {
  partiql::Statement statement;
  partiql::Parameters parameters;
  const expression::Condition* where = nullptr;        ///< All of it; null: none.
  const expression::Projection* projection = nullptr;  ///< Null: all attributes.
  const expression::Update* update = nullptr;          ///< Of an UPDATE.
  value::ItemView item;                                ///< Of an INSERT.
};

/// Errors: kValidation, of their content.
Result<partiql::Parameters> read_parameters(Arena& arena, const StatementParameters& parameters);

/// Errors (kValidation) in this order: those of partiql::read_statement(); values, paths and
/// functions in it.
Result<BoundStatement> bind_statement(Arena& arena, const partiql::ParsedStatement& parsed,
                                      partiql::Parameters parameters);

/// A statement that writes one item, or that checks one (EXISTS), on its table.
struct StatementWrite {
  partiql::Statement::Kind kind = partiql::Statement::Kind::kInsert;
  partiql::Mapping returning = partiql::Mapping::kNone;
  TransactionAction action;
};

/// What is wrong with the statement whatever its key: the WHERE clause reaches into one. Errors:
/// kValidation.
Result<void> check_where(const BoundStatement& bound, const catalog::Table& table);

/// Errors: kValidation: the key is not whole, or wrong; an update of a key; what indexes refuse; an
/// item that is too large.
Result<StatementWrite> plan_keyed_write(Context& context, const BoundStatement& bound,
                                        const catalog::Table& table, bool return_item);

/// Both of these, and RETURNING. Errors, in this order: theirs; those of
/// partiql::check_returning().
Result<StatementWrite> plan_write(Context& context, const BoundStatement& bound,
                                  const catalog::Table& table, bool return_item);

/// Of a statement that writes: no value for a key of the table, or of an INSERT for one of an
/// index, is empty. Errors: kValidation; plan_keyed_write() finds them too, behind others.
Result<void> check_no_empty_keys(Context& context, const BoundStatement& bound,
                                 const catalog::Table& table);

/// Why the item as it is does not let the statement write.
struct Refusal {
  ErrorCode code = ErrorCode::kConditionalCheckFailed;  ///< Or kDuplicateItem.
  std::string_view message;
  std::optional<value::ItemView> item;  ///< What is there, when the statement wants to know.
};
std::optional<Refusal> find_refusal(const StatementWrite& write,
                                    const std::optional<value::ItemView>& old_item);

/// What the RETURNING clause asks for, in the arena.
std::optional<value::ItemView> returned_item(Arena& arena, const StatementWrite& write,
                                             const std::optional<value::ItemView>& old_item,
                                             const store::ItemChange& change);

/// A read of one item: its key, when the WHERE clause says nothing else and no index is read. An
/// order may be asked for, and means nothing. Errors: kValidation.
Result<std::optional<value::ItemView>> key_of_read(Context& context, const BoundStatement& bound,
                                                   const catalog::Table& table);

}  // namespace magneto::internal::operations
