// SPDX-License-Identifier: Apache-2.0
//
// Clauses: SELECT with all that may follow it, INSERT, UPDATE, DELETE.
#pragma once

#include <vector>

#include "partiql/expression_parser.h"
#include "partiql/token_reader.h"

namespace magneto::internal::partiql {

class StatementParser {
 public:
  explicit StatementParser(TokenReader& tokens) : tokens_(tokens), expressions_(tokens, *this) {}

  /// The whole statement, up to its end.
  Result<const Node*> statement();

  // The word itself is still the head.
  Result<const Node*> select();
  Result<const Node*> manipulation();  ///< INSERT, SET, REMOVE without a source before them.
  Result<const Node*> update();
  Result<const Node*> remove_items();  ///< DELETE
  Result<const Node*> from();          ///< FROM ... SET
  Result<const Node*> definition(Node::Kind kind);

 private:
  Result<Node::List> select_list();
  Result<const Node*> select_element();
  Result<void> clauses(SelectSyntax& select);
  Result<const Node*> clause(std::string_view word);
  Result<const Node*> group_clause();
  Result<std::span<const OrderSyntax>> order_clause();
  Result<const Node*> source();
  Result<const Node*> single_source();
  Result<const Node*> with_alias(const Node* named, bool only_as);
  Result<void> base(ManipulationSyntax& syntax);
  Result<void> insert(ManipulationSyntax& syntax);
  Result<void> on_conflict(ManipulationSyntax& syntax);
  Result<void> assignments(std::vector<ActionSyntax>& actions);
  Result<void> update_clauses(ManipulationSyntax& syntax);
  Result<void> returning(ManipulationSyntax& syntax);
  const Node* made(const Token& word, const ManipulationSyntax& syntax);

  TokenReader& tokens_;
  ExpressionParser expressions_;
};

}  // namespace magneto::internal::partiql
