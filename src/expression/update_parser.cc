// SPDX-License-Identifier: Apache-2.0

#include <bitset>
#include <memory>
#include <optional>
#include <utility>

#include "expression/messages.h"
#include "expression/operand_parser.h"
#include "expression/parser.h"

namespace magneto::internal::expression {
namespace {

using Kind = Token::Kind;

std::optional<Section> section_of(Kind kind) {
  switch (kind) {
    case Kind::kSet:
      return Section::kSet;
    case Kind::kRemove:
      return Section::kRemove;
    case Kind::kAdd:
      return Section::kAdd;
    case Kind::kDelete:
      return Section::kDelete;
    default:
      return std::nullopt;
  }
}

class UpdateParser {
 public:
  explicit UpdateParser(UpdateSyntax& tree)
      : tree_(tree), operands_(tree, Grammar::kUpdate), lexer_(operands_.lexer()) {}

  Result<void> parse() {
    Result<void> parsed = whole_text();
    if (!parsed.ok()) return operands_.first_fault(std::move(parsed).error());
    MAGNETO_RETURN_IF_ERROR(operands_.check());
    if (twice_.has_value()) return messages::section_used_twice(section_name(*twice_));
    return {};
  }

 private:
  Result<void> whole_text() {
    std::bitset<4> seen;
    do {
      const std::optional<Section> section = section_of(lexer_.current().kind);
      if (!section.has_value()) return lexer_.syntax_error();
      const auto number = static_cast<std::size_t>(*section);
      if (seen.test(number) && !twice_.has_value()) twice_ = section;
      seen.set(number);
      do {
        lexer_.advance();  // The section's name, or a comma.
        MAGNETO_RETURN_IF_ERROR(action(*section));
      } while (lexer_.at(Kind::kComma));
    } while (!lexer_.at(Kind::kEnd));
    return {};
  }

  Result<void> action(Section section) {
    ActionSyntax action{.section = section};
    MAGNETO_ASSIGN_OR_RETURN(action.target, operands_.path());
    if (section == Section::kSet) {
      if (!lexer_.accept(Kind::kEqual)) return lexer_.syntax_error();
      MAGNETO_RETURN_IF_ERROR(sum(action));
    } else if (section != Section::kRemove) {
      MAGNETO_ASSIGN_OR_RETURN(action.left, operands_.value());
    }
    action.operands_end = static_cast<std::uint16_t>(tree_.operands.size());
    tree_.actions.push_back(action);
    return {};
  }

  /// An operand, or two with a sign between. Parentheses may stand around each and around both.
  Result<void> sum(ActionSyntax& action) {
    std::size_t open = 0;
    while (lexer_.accept(Kind::kOpen)) ++open;
    MAGNETO_ASSIGN_OR_RETURN(ParsedOperand left, operands_.operand());
    action.left = left.position;
    close_parentheses(open, left.parenthesized);

    const bool plus = lexer_.at(Kind::kPlus);
    if (plus || lexer_.at(Kind::kMinus)) {
      action.sign = plus ? Sign::kPlus : Sign::kMinus;
      ++tree_.operators;
      lexer_.advance();
      MAGNETO_ASSIGN_OR_RETURN(ParsedOperand right, operands_.operand());
      action.right = right.position;
      check_summand(left);
      check_summand(right);
      bool parenthesized = false;
      close_parentheses(open, parenthesized);
    }
    if (open > 0) return lexer_.syntax_error();
    return {};
  }

  void close_parentheses(std::size_t& open, bool& parenthesized) {
    while (open > 0 && lexer_.accept(Kind::kClose)) {
      --open;
      operands_.close_parentheses(parenthesized);
    }
  }

  /// Only if_not_exists() can give a number.
  void check_summand(const ParsedOperand& operand) {
    if (operand.is_call && tree_.operands[operand.position].function != Function::kIfNotExists) {
      operands_.misused(operand);
    }
  }

  UpdateSyntax& tree_;
  OperandParser operands_;
  Lexer& lexer_;
  std::optional<Section> twice_;  ///< The first section that comes a second time.
};

}  // namespace

Result<std::shared_ptr<const UpdateSyntax>> parse_update(std::string_view text) {
  MAGNETO_RETURN_IF_ERROR(check_size(text, Grammar::kUpdate));
  auto tree = std::make_shared<UpdateSyntax>();
  tree->text = text;
  MAGNETO_RETURN_IF_ERROR(UpdateParser(*tree).parse());
  return std::shared_ptr<const UpdateSyntax>(std::move(tree));
}

}  // namespace magneto::internal::expression
