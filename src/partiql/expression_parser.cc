// SPDX-License-Identifier: Apache-2.0
#include "partiql/expression_parser.h"

#include <string>
#include <vector>

#include "partiql/keywords.h"
#include "partiql/statement_parser.h"

namespace magneto::internal::partiql {
namespace {

using Kind = Node::Kind;

constexpr int kNotPrecedence = 30;

// Of infix operators; 0 is no operator.
int precedence_of(const Token& token) {
  if (token.is(TokenKind::kStar)) return 70;
  if (!token.is(TokenKind::kOperator)) return 0;
  const std::string_view op = token.text;
  if (op == "or") return 10;
  if (op == "and") return 20;
  if (op == "=" || op == "<>" || op == "is" || op == "is_not" || op == "in" || op == "not_in") {
    return 40;
  }
  if (op == "+" || op == "-" || op == "||") return 60;
  if (op == "/" || op == "%") return 70;
  if (op == "not" || op == "@") return 0;
  if (op.starts_with("union") || op.starts_with("except") || op.starts_with("intersect")) return 5;
  return 50;  // Comparisons, BETWEEN, LIKE.
}

bool is_signed_number(const Node& node) { return node.is(Kind::kNumber); }

// The type's name behind the aliases, in capitals.
std::string type_name(std::string_view word) {
  if (word == "int") return "INTEGER";
  if (word == "bool") return "BOOLEAN";
  if (word == "dec") return "DECIMAL";
  if (word == "char") return "CHARACTER";
  if (word == "varchar" || word == "character varying") return "CHARACTER_VARYING";
  std::string name(word);
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c + 'A' - 'a') : c;
  return name;
}

bool is_word(const Token& token, std::string_view wanted) {
  if (!token.is(TokenKind::kIdentifier) && !token.is(TokenKind::kKeyword)) return false;
  return std::ranges::equal(token.text, wanted, [](char c, char lower) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c) == lower;
  });
}

// Names of types that the lexer does not know for keywords; empty for none.
std::string_view foreign_type(const Token& first, const Token& second) {
  if (is_word(first, "int4") || is_word(first, "integer4")) return "integer4";
  if (is_word(first, "int8") || is_word(first, "integer8")) return "integer8";
  if (is_word(first, "double") && is_word(second, "precision")) return "double precision";
  const bool characters = is_word(first, "character") || is_word(first, "char");
  if (characters && is_word(second, "varying")) return "character varying";
  return {};
}

}  // namespace

const Node* ExpressionParser::operation(const Token& op,
                                        std::initializer_list<const Node*> operands) {
  Node* node = tokens_.make(Kind::kOperator, op);
  node->children =
      tokens_.arena().copy(std::span<const Node* const>(operands.begin(), operands.size()));
  return node;
}

Result<const Node*> ExpressionParser::expression(int precedence) {
  const TokenReader::Level level(tokens_);
  if (level.too_deep()) return messages::malformed("Unexpected term");
  MAGNETO_ASSIGN_OR_RETURN(const Node* node, unary());
  while (precedence_of(tokens_.head()) != 0 && precedence < precedence_of(tokens_.head())) {
    const Token op = tokens_.take();
    MAGNETO_ASSIGN_OR_RETURN(node, infix(node, op));
  }
  return node;
}

Result<const Node*> ExpressionParser::infix(const Node* left, const Token& op) {
  const int precedence = precedence_of(op);
  if (op.text == "is" || op.text == "is_not") return is_type(left, op);
  if (op.text == "in" || op.text == "not_in") {
    MAGNETO_ASSIGN_OR_RETURN(const Node* members, in_operand(precedence));
    return operation(op, {left, members});
  }
  MAGNETO_ASSIGN_OR_RETURN(const Node* right, right_operand(precedence));
  if (op.text != "between" && op.text != "not_between") return operation(op, {left, right});

  if (!tokens_.take_word("and")) return messages::malformed("Expected keyword and");
  if (tokens_.head().is(TokenKind::kEnd))
    return messages::malformed("Expected expression after AND");
  MAGNETO_ASSIGN_OR_RETURN(const Node* high, expression(precedence));
  return operation(op, {left, right, high});
}

// Parentheses behind IN hold a list, also one of one element.
Result<const Node*> ExpressionParser::in_operand(int precedence) {
  if (!tokens_.head().is(TokenKind::kLeftParen) || tokens_.next().is_word("select")) {
    return right_operand(precedence);
  }
  const Token paren = tokens_.take();
  MAGNETO_ASSIGN_OR_RETURN(const Node::List members, list());
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kRightParen, "RIGHT_PAREN"));
  Node* node = tokens_.make(Kind::kList, paren);
  node->children = members;
  return node;
}

Result<const Node*> ExpressionParser::right_operand(int precedence) {
  if (tokens_.head().is(TokenKind::kEnd)) {
    return messages::malformed("Missing right-hand side expression of infix operator");
  }
  return expression(precedence);
}

Result<const Node*> ExpressionParser::is_type(const Node* left, const Token& op) {
  Token type = tokens_.take();
  const std::string_view name = foreign_type(type, tokens_.head());
  const bool foreign = !name.empty();
  if (foreign) {
    type.text = name;
    if (name.find(' ') != std::string_view::npos) tokens_.take();
  }
  const bool known = (type.is(TokenKind::kKeyword) && is_type_keyword(type.text)) || foreign ||
                     type.is(TokenKind::kNull) || type.is(TokenKind::kMissing);
  if (!known) return messages::malformed("Expected type name");
  Node* node = tokens_.make(Kind::kIs, op);
  node->negated = op.text == "is_not";
  node->text = tokens_.arena().copy(type_name(type.text));
  node->children = tokens_.arena().copy(std::span<const Node* const>(&left, 1));
  return node;
}

Result<const Node*> ExpressionParser::unary() {
  const TokenReader::Level level(tokens_);
  if (level.too_deep()) return messages::malformed("Unexpected term");
  const Token op = tokens_.head();
  if (op.is_word("not")) {
    tokens_.take();
    MAGNETO_ASSIGN_OR_RETURN(const Node* operand, expression(kNotPrecedence));
    return operation(op, {operand});
  }
  if (!op.is_word("+") && !op.is_word("-")) {
    MAGNETO_ASSIGN_OR_RETURN(const Node* first, term());
    return path(first, /*simple=*/false);
  }
  tokens_.take();
  MAGNETO_ASSIGN_OR_RETURN(const Node* operand, unary());
  if (!is_signed_number(*operand)) return operation(op, {operand});
  if (op.text == "+") return operand;
  Node* number = tokens_.arena().make<Node>(*operand);
  const bool negative = operand->text.starts_with('-');
  number->text =
      negative ? operand->text.substr(1) : tokens_.arena().copy("-" + std::string(operand->text));
  return number;
}

Result<const Node*> ExpressionParser::simple_path() {
  if (!tokens_.head().is_identifier()) {
    return messages::malformed("Expected identifier for simple path");
  }
  return path(tokens_.make(Kind::kVariable, tokens_.take()), /*simple=*/true);
}

Result<const Node*> ExpressionParser::path(const Node* first, bool simple) {
  std::vector<const Node*> parts{first};
  for (;;) {
    if (tokens_.take_if(TokenKind::kDot)) {
      MAGNETO_ASSIGN_OR_RETURN(const Node* name, path_name(simple));
      parts.push_back(name);
    } else if (tokens_.take_if(TokenKind::kLeftBracket)) {
      MAGNETO_ASSIGN_OR_RETURN(const Node* index, path_index(simple));
      parts.push_back(index);
    } else {
      break;
    }
  }
  if (parts.size() == 1) return first;
  Node* node = tokens_.arena().make<Node>(*first);
  node->kind = Kind::kPath;
  node->children = tokens_.arena().copy(std::span<const Node* const>(parts));
  return node;
}

Result<const Node*> ExpressionParser::path_name(bool simple) {
  if (tokens_.head().is_identifier()) return tokens_.make(Kind::kString, tokens_.take());
  if (!tokens_.head().is(TokenKind::kStar))
    return messages::malformed("Invalid path dot component");
  if (simple) return messages::malformed("Invalid path dot component for simple path");
  return tokens_.make(Kind::kUnpivot, tokens_.take());
}

Result<const Node*> ExpressionParser::path_index(bool simple) {
  const Node* index = nullptr;
  if (tokens_.head().is(TokenKind::kStar)) {
    index = tokens_.make(Kind::kWildcard, tokens_.take());
  } else {
    MAGNETO_ASSIGN_OR_RETURN(index, expression());
  }
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kRightBracket, "RIGHT_BRACKET"));
  const bool atom = index->children.empty() && !index->is(Kind::kWildcard);
  if (simple && !atom) return messages::malformed("Invalid path component for simple path");
  return index;
}

Result<const Node*> ExpressionParser::term() {
  const Token& head = tokens_.head();
  switch (head.kind) {
    case TokenKind::kOperator:
      if (head.text != "@") return messages::malformed("Unexpected operator");
      if (!tokens_.next().is_identifier()) {
        return messages::malformed("Identifier must follow @-operator");
      }
      tokens_.take();
      return tokens_.make(Kind::kVariable, tokens_.take());
    case TokenKind::kKeyword:
      return keyword_term();
    case TokenKind::kLeftParen:
      return group();
    case TokenKind::kLeftBracket:
      return collection(Kind::kList, TokenKind::kRightBracket, "RIGHT_BRACKET");
    case TokenKind::kLeftAngles:
      return collection(Kind::kBag, TokenKind::kRightAngles, "RIGHT_DOUBLE_ANGLE_BRACKET");
    case TokenKind::kLeftCurly:
      return structure();
    case TokenKind::kIdentifier:
    case TokenKind::kQuotedIdentifier:
      if (tokens_.next().is(TokenKind::kLeftParen)) return call();
      return tokens_.make(Kind::kVariable, tokens_.take());
    case TokenKind::kString:
      return tokens_.make(Kind::kString, tokens_.take());
    case TokenKind::kNumber:
      return tokens_.make(Kind::kNumber, tokens_.take());
    case TokenKind::kBoolean:
      return tokens_.make(Kind::kBoolean, tokens_.take());
    case TokenKind::kIon:
      return tokens_.make(Kind::kIon, tokens_.take());
    case TokenKind::kNull:
      return tokens_.make(Kind::kNull, tokens_.take());
    case TokenKind::kMissing:
      return tokens_.make(Kind::kMissing, tokens_.take());
    case TokenKind::kParameter:
      return tokens_.make(Kind::kParameter, tokens_.take());
    default:
      return messages::malformed("Unexpected term");
  }
}

Result<const Node*> ExpressionParser::keyword_term() {
  const Token& head = tokens_.head();
  if (head.text == "insert_into" || head.text == "set" || head.text == "remove") {
    return statements_.manipulation();
  }
  if (head.text == "update") return statements_.update();
  if (head.text == "delete") return statements_.remove_items();
  if (head.text == "select" || head.text == "pivot") return statements_.select();
  if (head.text == "from") return statements_.from();
  if (head.text == "create") return statements_.definition(Kind::kCreate);
  if (head.text == "drop") return statements_.definition(Kind::kDrop);
  if (head.text == "case") return case_term();
  if (head.text == "values") {
    Node* rows = tokens_.make(Kind::kBag, tokens_.take());
    if (!tokens_.head().is(TokenKind::kLeftParen)) {
      return messages::malformed("Expected LEFT_PAREN for row value constructor");
    }
    MAGNETO_ASSIGN_OR_RETURN(rows->children, list());
    return rows;
  }
  if (!is_function_keyword(head.text) || !tokens_.next().is(TokenKind::kLeftParen)) {
    return messages::malformed("Unexpected keyword");
  }
  return call();
}

// One expression in parentheses is itself, several are a list.
Result<const Node*> ExpressionParser::group() {
  const Token paren = tokens_.take();
  MAGNETO_ASSIGN_OR_RETURN(const Node::List elements, list());
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kRightParen, "RIGHT_PAREN"));
  if (elements.size() == 1) return elements[0];
  Node* node = tokens_.make(Kind::kList, paren);
  node->children = elements;
  return node;
}

Result<const Node*> ExpressionParser::collection(Kind kind, TokenKind end,
                                                 std::string_view end_name) {
  Node* node = tokens_.make(kind, tokens_.take());
  if (tokens_.take_if(end)) return node;
  MAGNETO_ASSIGN_OR_RETURN(node->children, list());
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(end, end_name));
  return node;
}

Result<const Node*> ExpressionParser::structure() {
  Node* node = tokens_.make(Kind::kStruct, tokens_.take());
  if (tokens_.take_if(TokenKind::kRightCurly)) return node;
  std::vector<const Node*> members;
  do {
    MAGNETO_ASSIGN_OR_RETURN(const Node* name, expression());
    MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kColon, "COLON"));
    MAGNETO_ASSIGN_OR_RETURN(const Node* value, expression());
    members.push_back(name);
    members.push_back(value);
  } while (tokens_.take_if(TokenKind::kComma));
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kRightCurly, "RIGHT_CURLY"));
  node->children = tokens_.arena().copy(std::span<const Node* const>(members));
  return node;
}

Result<Node::List> ExpressionParser::list() {
  std::vector<const Node*> elements;
  do {
    MAGNETO_ASSIGN_OR_RETURN(const Node* element, expression());
    elements.push_back(element);
  } while (tokens_.take_if(TokenKind::kComma));
  return Node::List(tokens_.arena().copy(std::span<const Node* const>(elements)));
}

Result<const Node*> ExpressionParser::call() {
  const Token name = tokens_.take();
  Node* node = tokens_.make(Kind::kCall, name);
  tokens_.take();
  if (tokens_.take_if(TokenKind::kRightParen)) return node;
  if (tokens_.head().is(TokenKind::kStar)) {
    if (name.text != "count")
      return messages::malformed(std::string(name.text) + "(*) is not allowed");
    tokens_.take();
  } else {
    if (!tokens_.take_word("distinct")) tokens_.take_word("all");
    MAGNETO_ASSIGN_OR_RETURN(node->children, list());
  }
  MAGNETO_RETURN_IF_ERROR(tokens_.expect(TokenKind::kRightParen, "RIGHT_PAREN"));
  return node;
}

// No statement of the service may have one: it is read to be refused where it stands.
Result<const Node*> ExpressionParser::case_term() {
  Node* node = tokens_.make(Kind::kCase, tokens_.take());
  node->simple = !tokens_.head().is_word("when");
  if (node->simple) MAGNETO_RETURN_IF_ERROR(expression());
  if (!tokens_.head().is_word("when")) {
    return messages::malformed("Expected a WHEN clause in CASE");
  }
  while (tokens_.take_word("when")) {
    MAGNETO_RETURN_IF_ERROR(expression());
    if (!tokens_.take_word("then")) return messages::malformed("Expected keyword then");
    MAGNETO_RETURN_IF_ERROR(expression());
  }
  if (tokens_.take_word("else")) MAGNETO_RETURN_IF_ERROR(expression());
  if (!tokens_.take_word("end")) return messages::malformed("Expected keyword end");
  return node;
}

}  // namespace magneto::internal::partiql
