// SPDX-License-Identifier: Apache-2.0
//
// Statements, front door of the room: text to a Statement, then its parts to the trees that
// `expression` evaluates.
//
//   1. parse() (parser.h) reads the text, kind_of() says which of the five statements it is, and
//      read_statement() what its clauses are.
//   2. bind_*() puts parameters in place and checks all that needs no table (binding.h).
//   3. Key choices tell, once the schema is known, what a WHERE clause selects (key_choice.h).
//
// All of it lives in the request's arena. All errors are kValidation.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "partiql/parser.h"
#include "partiql/syntax.h"
#include "value/encoded_item.h"

namespace magneto::internal::partiql {

struct Statement {
  enum class Kind : std::uint8_t { kSelect, kInsert, kUpdate, kDelete, kExists };

  Kind kind = Kind::kSelect;
  std::string_view table;
  std::optional<std::string_view> index;
  const Node* where = nullptr;            ///< Null: none.
  Node::List projection;                  ///< Of a SELECT; empty for *.
  std::span<const OrderSyntax> order;     ///< Of a SELECT.
  const Node* item = nullptr;             ///< Of an INSERT: a kStruct.
  std::span<const ActionSyntax> actions;  ///< Of an UPDATE.
  ReturningSyntax returning;              ///< Of an UPDATE or a DELETE.

  bool reads() const { return kind == Kind::kSelect; }
};

/// By its form alone, whatever is in its clauses. Operators and functions are all taken for EXISTS.
/// Nothing: it is none of the five.
std::optional<Statement::Kind> kind_of(const ParsedStatement& parsed);

/// The statement, which must have `parameters` question marks. Errors in this order: it is none of
/// the five; what the service does not do; the number of parameters.
Result<Statement> read_statement(const ParsedStatement& parsed, std::size_t parameters);

/// Whether the statement may return what its RETURNING clause says. Checked behind all else.
Result<void> check_returning(const Statement& statement);

}  // namespace magneto::internal::partiql
