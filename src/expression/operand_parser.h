// SPDX-License-Identifier: Apache-2.0
//
// Paths and operands: what the grammars of parser.h have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expression/lexer.h"
#include "expression/syntax.h"

namespace magneto::internal::expression {

/// Which functions there are, and where they may stand.
enum class Grammar : std::uint8_t { kCondition, kProjection, kUpdate };

/// Emptiness and length of an expression.
Result<void> check_size(std::string_view text, Grammar grammar);

/// An operand of the tree, and what the rest of the parse must know about it.
struct ParsedOperand {
  std::uint16_t position = 0;  ///< In tree.operands.
  bool is_call = false;
  bool parenthesized = false;
  std::uint16_t mention = 0;  ///< With is_call: for misused().
};

class OperandParser {
 public:
  /// Parses the text of `tree`, and appends to its arrays.
  OperandParser(ExpressionSyntax& tree, Grammar grammar)
      : tree_(tree), lexer_(tree.text), grammar_(grammar) {}

  Lexer& lexer() { return lexer_; }

  /// A path; gives its position in tree.operands.
  Result<std::uint16_t> path();
  /// A ":value"; the same.
  Result<std::uint16_t> value();
  /// Any operand, in parentheses or not.
  Result<ParsedOperand> operand();

  /// Notes that a pair of parentheses closes around something, which was `parenthesized` before.
  void close_parentheses(bool& parenthesized) {
    redundant_parentheses_ |= parenthesized;
    parenthesized = true;
  }

  /// The service tells redundant parentheses as it goes, before any syntax error behind them,
  /// except while it still looks ahead to see what the text begins with. So what is noted between
  /// look_ahead() and the next commit() is not told before a syntax error.
  void look_ahead() { told_before_ = redundant_parentheses_; }
  void commit() { told_before_.reset(); }
  /// What to report when the text has this syntax error.
  Error first_fault(Error syntax_error) const;

  /// "The function is not allowed to be used this way in an expression".
  void misused(const ParsedOperand& call) {
    Mention& mention = mentions_[call.mention];
    if (mention.problem == Problem::kNone) mention.problem = Problem::kMisusedFunction;
  }

  /// Redundant parentheses, and the faults of step 3 in parser.h. Call when the whole text is
  /// parsed.
  Result<void> check() const;

 private:
  enum class Problem : std::uint8_t {
    kNone,
    kUnknownFunction,
    kNotForConditions,
    kNotForUpdates,
    kMisusedFunction,
    kReservedWord,
    kIndexOutOfRange,
  };
  /// A function, or a part of a path that has a problem, in the order of the text.
  struct Mention {
    Problem problem = Problem::kNone;
    std::string_view text;
  };
  /// A pair of parentheses or a call that is not closed yet.
  struct Open {
    bool is_call = false;
    std::uint16_t mention = 0;
    std::size_t first_argument = 0;  ///< In the arguments of all open calls.
  };

  Result<ParsedOperand> path_or_value();
  Result<void> path_name();
  Result<void> path_index();
  Open open_call();
  ParsedOperand close_call(const Open& call, std::vector<ParsedOperand>& arguments);
  bool allowed_as_argument(Function function) const;

  ExpressionSyntax& tree_;
  Lexer lexer_;
  Grammar grammar_;
  bool redundant_parentheses_ = false;
  std::optional<bool>
      told_before_;  ///< While looking ahead: whether there were redundant ones before.
  std::vector<Mention> mentions_;
};

}  // namespace magneto::internal::expression
