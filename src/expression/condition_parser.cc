// SPDX-License-Identifier: Apache-2.0
//
// The condition grammar: operator precedence with explicit stacks. An opening parenthesis where a
// condition may start can turn out to hold an operand, "(a) = :v", so operands and conditions share
// the stack of values and only what follows tells what they must be.

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "expression/operand_parser.h"
#include "expression/parser.h"

namespace magneto::internal::expression {
namespace {

using Kind = Token::Kind;

std::optional<Comparison> comparison_of(Kind kind) {
  switch (kind) {
    case Kind::kEqual:
      return Comparison::kEqual;
    case Kind::kNotEqual:
      return Comparison::kNotEqual;
    case Kind::kLess:
      return Comparison::kLess;
    case Kind::kLessOrEqual:
      return Comparison::kLessOrEqual;
    case Kind::kGreater:
      return Comparison::kGreater;
    case Kind::kGreaterOrEqual:
      return Comparison::kGreaterOrEqual;
    case Kind::kBetween:
      return Comparison::kBetween;
    case Kind::kIn:
      return Comparison::kIn;
    default:
      return std::nullopt;
  }
}

class ConditionParser {
 public:
  explicit ConditionParser(ConditionSyntax& tree)
      : tree_(tree), operands_(tree, Grammar::kCondition), lexer_(operands_.lexer()) {}

  Result<void> parse() {
    Result<void> parsed = whole_text();
    if (!parsed.ok()) return operands_.first_fault(std::move(parsed).error());
    MAGNETO_RETURN_IF_ERROR(operands_.check());
    set_continuations();
    return {};
  }

 private:
  enum class Pending : std::uint8_t { kParenthesis, kNot, kAnd, kOr };  // loosest last

  /// On the stack: a condition (a node), or an operand of which it is not known yet what it is for.
  struct Value {
    std::optional<std::uint16_t> node = std::nullopt;
    ParsedOperand operand = {};
    bool parenthesized = false;
  };

  /// A test or a connective. Children come before their parents.
  struct Node {
    Connective connective = Connective::kNone;
    std::uint16_t left = 0;  ///< NOT's only child.
    std::uint16_t right = 0;
    std::uint16_t first_test = 0;
    std::uint16_t when_true = kHolds;
    std::uint16_t when_false = kFails;
  };

  Result<void> whole_text() {
    do {
      MAGNETO_RETURN_IF_ERROR(start_of_value());
      MAGNETO_RETURN_IF_ERROR(rest_of_value());
    } while (accept_and_or());
    if (!lexer_.at(Kind::kEnd) || !complete()) return lexer_.syntax_error();
    return {};
  }

  /// { NOT | ( } operand
  Result<void> start_of_value() {
    while (true) {
      if (lexer_.accept(Kind::kNot)) {
        pending_.push_back(Pending::kNot);
        ++tree_.operators;
      } else if (lexer_.accept(Kind::kOpen)) {
        pending_.push_back(Pending::kParenthesis);
      } else {
        break;
      }
    }
    operands_.look_ahead();
    MAGNETO_ASSIGN_OR_RETURN(ParsedOperand operand, operands_.operand());
    if (operand.is_call) operands_.commit();
    values_.push_back({.operand = operand});
    return {};
  }

  /// Comparators and closing parentheses.
  Result<void> rest_of_value() {
    while (true) {
      if (const auto comparison = comparison_of(lexer_.current().kind)) {
        MAGNETO_RETURN_IF_ERROR(compare(*comparison));
      } else if (lexer_.at(Kind::kClose)) {
        MAGNETO_RETURN_IF_ERROR(close());
      } else {
        return {};
      }
    }
  }

  Result<void> compare(Comparison comparison) {
    Value& left = values_.back();
    if (left.node.has_value()) return lexer_.syntax_error();
    operands_.commit();
    lexer_.advance();
    ++tree_.operators;
    std::vector<ParsedOperand> compared = {left.operand};
    MAGNETO_RETURN_IF_ERROR(right_side(comparison, compared));

    const std::size_t first = tree_.arguments.size();
    for (const ParsedOperand& operand : compared) {
      if (operand.is_call && tree_.operands[operand.position].function != Function::kSize) {
        operands_.misused(operand);
      }
      tree_.arguments.push_back(operand.position);
    }
    values_.back() = {.node = add_test(comparison, first, compared.size())};
    return {};
  }

  Result<void> right_side(Comparison comparison, std::vector<ParsedOperand>& compared) {
    const auto operand = [&]() -> Result<void> {
      MAGNETO_ASSIGN_OR_RETURN(ParsedOperand parsed, operands_.operand());
      compared.push_back(parsed);
      return {};
    };
    if (comparison == Comparison::kIn) {
      if (!lexer_.accept(Kind::kOpen)) return lexer_.syntax_error();
      do {
        MAGNETO_RETURN_IF_ERROR(operand());
      } while (lexer_.accept(Kind::kComma));
      if (!lexer_.accept(Kind::kClose)) return lexer_.syntax_error();
      return {};
    }
    MAGNETO_RETURN_IF_ERROR(operand());
    if (comparison != Comparison::kBetween) return {};
    if (!lexer_.accept(Kind::kAnd)) return lexer_.syntax_error();
    return operand();
  }

  Result<void> close() {
    // An operand may stand alone in its parentheses, but not beside a connective.
    const bool alone = !pending_.empty() && pending_.back() == Pending::kParenthesis;
    if (!alone && !is_condition(values_.back())) return lexer_.syntax_error();
    if (!alone) reduce_while([](Pending pending) { return pending != Pending::kParenthesis; });
    if (pending_.empty()) return lexer_.syntax_error();
    pending_.pop_back();
    operands_.close_parentheses(values_.back().parenthesized);
    lexer_.advance();
    return {};
  }

  bool accept_and_or() {
    const bool is_or = lexer_.at(Kind::kOr);
    if ((!is_or && !lexer_.at(Kind::kAnd)) || !is_condition(values_.back())) return false;
    const Pending connective = is_or ? Pending::kOr : Pending::kAnd;
    reduce_while([connective](Pending pending) {
      return pending != Pending::kParenthesis && pending <= connective;
    });
    pending_.push_back(connective);
    ++tree_.operators;
    lexer_.advance();
    return true;
  }

  /// At the end: everything closed, and one condition left.
  bool complete() {
    if (!is_condition(values_.back())) return false;
    reduce_while([](Pending pending) { return pending != Pending::kParenthesis; });
    return pending_.empty();
  }

  /// Whether `value` is a condition, or a call that can be one.
  static bool is_condition(const Value& value) {
    return value.node.has_value() || value.operand.is_call;
  }

  template <class Predicate>
  void reduce_while(Predicate predicate) {
    values_.back().node = node_of(values_.back());
    while (!pending_.empty() && predicate(pending_.back())) {
      const Pending pending = pending_.back();
      pending_.pop_back();
      Node node;
      node.right = *std::exchange(values_.back(), {}).node;
      node.left = node.right;
      node.connective = Connective::kNot;
      if (pending != Pending::kNot) {
        values_.pop_back();
        node.left = *values_.back().node;
        node.connective = pending == Pending::kAnd ? Connective::kAnd : Connective::kOr;
      }
      node.first_test = nodes_[node.left].first_test;
      if (pending != Pending::kAnd) tree_.tests[node.first_test].outermost = node.connective;
      nodes_.push_back(node);
      values_.back() = {.node = static_cast<std::uint16_t>(nodes_.size() - 1)};
    }
  }

  std::uint16_t node_of(const Value& value) {
    return value.node.has_value() ? *value.node : add_call(value.operand);
  }

  /// A call that is a condition by itself: a test, and no operand of another one.
  std::uint16_t add_call(const ParsedOperand& call) {
    MAGNETO_CHECK(call.position + 1u == tree_.operands.size());
    const OperandSyntax operand = tree_.operands.back();
    tree_.operands.pop_back();
    if (operand.function == Function::kSize) operands_.misused(call);
    const auto comparison = static_cast<Comparison>(static_cast<int>(Comparison::kAttributeExists) +
                                                    static_cast<int>(operand.function));
    return add_test(comparison, operand.first, operand.count);
  }

  std::uint16_t add_test(Comparison comparison, std::size_t first, std::size_t count) {
    tree_.tests.push_back({.comparison = comparison,
                           .operands_end = static_cast<std::uint16_t>(tree_.operands.size()),
                           .first_argument = static_cast<std::uint16_t>(first),
                           .argument_count = static_cast<std::uint16_t>(count)});
    Node node;
    node.first_test = static_cast<std::uint16_t>(tree_.tests.size() - 1);
    nodes_.push_back(node);
    return static_cast<std::uint16_t>(nodes_.size() - 1);
  }

  /// From the root down: where each node leads to, and so at last each test.
  void set_continuations() {
    for (std::size_t i = nodes_.size(); i-- > 0;) {
      const Node& node = nodes_[i];
      const auto lead = [&](std::uint16_t child, std::uint16_t when_true,
                            std::uint16_t when_false) {
        nodes_[child].when_true = when_true;
        nodes_[child].when_false = when_false;
      };
      const std::uint16_t second = nodes_[node.right].first_test;
      switch (node.connective) {
        case Connective::kNone:
          tree_.tests[node.first_test].when_true = node.when_true;
          tree_.tests[node.first_test].when_false = node.when_false;
          break;
        case Connective::kNot:
          lead(node.left, node.when_false, node.when_true);
          break;
        case Connective::kAnd:
          lead(node.left, second, node.when_false);
          lead(node.right, node.when_true, node.when_false);
          break;
        case Connective::kOr:
          lead(node.left, node.when_true, second);
          lead(node.right, node.when_true, node.when_false);
          break;
      }
    }
  }

  ConditionSyntax& tree_;
  OperandParser operands_;
  Lexer& lexer_;
  std::vector<Value> values_;
  std::vector<Pending> pending_;
  std::vector<Node> nodes_;
};

static_assert(static_cast<int>(Comparison::kContains) -
                  static_cast<int>(Comparison::kAttributeExists) ==
              static_cast<int>(Function::kContains));

}  // namespace

Result<std::shared_ptr<const ConditionSyntax>> parse_condition(std::string_view text) {
  MAGNETO_RETURN_IF_ERROR(check_size(text, Grammar::kCondition));
  auto tree = std::make_shared<ConditionSyntax>();
  tree->text = text;
  MAGNETO_RETURN_IF_ERROR(ConditionParser(*tree).parse());
  return std::shared_ptr<const ConditionSyntax>(std::move(tree));
}

}  // namespace magneto::internal::expression
