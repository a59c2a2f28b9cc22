// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <utility>

#include "expression/operand_parser.h"
#include "expression/parser.h"

namespace magneto::internal::expression {
namespace {

Result<void> parse_paths(ProjectionSyntax& tree) {
  OperandParser operands(tree, Grammar::kProjection);
  Lexer& lexer = operands.lexer();
  do {
    MAGNETO_RETURN_IF_ERROR(operands.path());
  } while (lexer.accept(Token::Kind::kComma));
  if (!lexer.at(Token::Kind::kEnd)) return lexer.syntax_error();
  return operands.check();
}

}  // namespace

Result<std::shared_ptr<const ProjectionSyntax>> parse_projection(std::string_view text) {
  MAGNETO_RETURN_IF_ERROR(check_size(text, Grammar::kProjection));
  auto tree = std::make_shared<ProjectionSyntax>();
  tree->text = text;
  MAGNETO_RETURN_IF_ERROR(parse_paths(*tree));
  return std::shared_ptr<const ProjectionSyntax>(std::move(tree));
}

}  // namespace magneto::internal::expression
