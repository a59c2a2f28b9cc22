// SPDX-License-Identifier: Apache-2.0
//
// Statements, front door of the room: text to a Statement, then its parts to the trees that
// `expression` evaluates.
//
//   1. read_statement() parses and says which of the five statements it is.
//   2. bind_*() puts parameters in place and checks all that needs no table (binding.h).
//   3. Key choices tell, once the schema is known, which keys a WHERE clause selects
//   (key_choice.h).
//
// All of it lives in the request's arena. All errors are kValidation.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "partiql/syntax.h"
#include "value/encoded_item.h"

namespace magneto::partiql {

/// The last of read_statement()'s errors.
inline constexpr std::string_view kParameterCountText =
    "Number of parameters in request and statement don't match.";

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
  Mapping returning = Mapping::kNone;

  bool reads() const { return kind == Kind::kSelect; }
};

/// The statement, which must have `parameters` question marks. Borrows `text`. Errors in this
/// order: it is not well formed; what the service does not do; the number of parameters.
Result<Statement> read_statement(Arena& arena, std::string_view text, std::size_t parameters);

}  // namespace magneto::partiql
