// SPDX-License-Identifier: Apache-2.0
//
// PartiQL statements as ExecuteStatement, BatchExecuteStatement and ExecuteTransaction have them in
// common: bound to their parameters, and what one that writes does with its item.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/table.h"
#include "operations/context.h"
#include "operations/transaction_action.h"
#include "partiql/binding.h"
#include "partiql/statement.h"
#include "wire/shapes.h"

namespace magneto::operations {

using StatementParameters = std::optional<std::span<const wire::AttributeValue>>;

/// All that a statement says without its table. Lives in the arena, but for the tables.
struct BoundStatement {
  partiql::Statement statement;
  partiql::Parameters parameters;
  const expression::Condition* where = nullptr;        ///< All of it; null: none.
  const expression::Projection* projection = nullptr;  ///< Null: all attributes.
  const expression::Update* update = nullptr;          ///< Of an UPDATE.
  value::ItemView item;                                ///< Of an INSERT.
};

/// Errors (kValidation) in this order: the content of the parameters; the statement itself; values,
/// paths and functions in it.
Result<BoundStatement> bind_statement(Context& context, std::string_view text,
                                      const StatementParameters& parameters);

/// A statement that writes one item, or that checks one (EXISTS), on its table.
struct StatementWrite {
  partiql::Statement::Kind kind = partiql::Statement::Kind::kInsert;
  partiql::Mapping returning = partiql::Mapping::kNone;
  TransactionAction action;
};

/// Errors: kValidation: the key is not whole, or wrong; an update of a key; what indexes refuse; an
/// item that is too large.
Result<StatementWrite> plan_write(Context& context, const BoundStatement& bound,
                                  const catalog::Table& table, bool return_item);

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

/// A read of one item: its key, when the WHERE clause says nothing else and no index is read.
Result<std::optional<value::ItemView>> key_of_read(Context& context, const BoundStatement& bound,
                                                   const catalog::Table& table);

}  // namespace magneto::operations
