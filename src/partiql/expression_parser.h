// SPDX-License-Identifier: Apache-2.0
//
// Expressions: terms, paths, literals, operators and calls.
#pragma once

#include "partiql/token_reader.h"

namespace magneto::internal::partiql {

class StatementParser;

class ExpressionParser {
 public:
  /// `statements` parses what stands where a term may: PartiQL has SELECT and the others there.
  ExpressionParser(TokenReader& tokens, StatementParser& statements)
      : tokens_(tokens), statements_(statements) {}

  /// Operators that bind no stronger than `precedence` end it.
  Result<const Node*> expression(int precedence = -1);
  /// A path as an assignment's target or a table's name: identifiers and literals only.
  Result<const Node*> simple_path();
  /// Expressions with commas between.
  Result<Node::List> list();

 private:
  Result<const Node*> infix(const Node* left, const Token& op);
  Result<const Node*> in_operand(int precedence);
  Result<const Node*> right_operand(int precedence);
  Result<const Node*> is_type(const Node* left, const Token& op);
  Result<const Node*> unary();
  Result<const Node*> path(const Node* first, bool simple);
  Result<const Node*> path_name(bool simple);
  Result<const Node*> path_index(bool simple);
  Result<const Node*> term();
  Result<const Node*> keyword_term();
  Result<const Node*> group();
  Result<const Node*> collection(Node::Kind kind, TokenKind end, std::string_view end_name);
  Result<const Node*> structure();
  Result<const Node*> call();
  Result<const Node*> case_term();

  const Node* operation(const Token& op, std::initializer_list<const Node*> operands);

  TokenReader& tokens_;
  StatementParser& statements_;
};

}  // namespace magneto::internal::partiql
