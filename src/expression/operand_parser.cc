// SPDX-License-Identifier: Apache-2.0

#include "expression/operand_parser.h"

#include <charconv>
#include <limits>
#include <optional>

#include "expression/expression.h"
#include "expression/messages.h"
#include "expression/reserved_words.h"

namespace magneto::internal::expression {
namespace {

using Kind = Token::Kind;

std::uint16_t narrow(std::size_t position) { return static_cast<std::uint16_t>(position); }

/// A list index is a Java int in the service.
std::optional<std::uint32_t> parse_index(std::string_view digits) {
  std::int32_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc()) return std::nullopt;
  return static_cast<std::uint32_t>(index);
}

}  // namespace

Result<void> check_size(std::string_view text, Grammar grammar) {
  if (text.empty()) return messages::empty_expression();
  if (text.size() <= kMaxExpressionBytes) return {};
  // The service tells the size of a condition only.
  if (grammar == Grammar::kCondition) return messages::condition_too_long(text.size());
  return messages::expression_too_long();
}

Result<std::uint16_t> OperandParser::path() {
  const std::size_t first = tree_.elements.size();
  if (!lexer_.at(Kind::kName) && !lexer_.at(Kind::kNamePlaceholder)) return lexer_.syntax_error();
  MAGNETO_RETURN_IF_ERROR(path_name());
  while (true) {
    if (lexer_.accept(Kind::kDot)) {
      MAGNETO_RETURN_IF_ERROR(path_name());
    } else if (lexer_.accept(Kind::kOpenIndex)) {
      MAGNETO_RETURN_IF_ERROR(path_index());
    } else {
      break;
    }
  }
  tree_.operands.push_back({.kind = OperandSyntax::Kind::kPath,
                            .first = narrow(first),
                            .count = narrow(tree_.elements.size() - first)});
  return narrow(tree_.operands.size() - 1);
}

Result<void> OperandParser::path_name() {
  const Token name = lexer_.current();
  switch (name.kind) {
    case Kind::kName:
      if (is_reserved_word(name.text)) mentions_.push_back({Problem::kReservedWord, name.text});
      tree_.elements.push_back({.kind = PathElementSyntax::Kind::kName, .text = name.text});
      break;
    case Kind::kNamePlaceholder:
    case Kind::kValuePlaceholder:  // The service's grammar takes "a.:b", and then finds no such
                                   // name.
      tree_.elements.push_back({.kind = PathElementSyntax::Kind::kPlaceholder, .text = name.text});
      break;
    default:
      return lexer_.syntax_error();
  }
  lexer_.advance();
  return {};
}

Result<void> OperandParser::path_index() {
  if (!lexer_.at(Kind::kNumber)) return lexer_.syntax_error();
  const std::string_view digits = lexer_.current().text;
  const std::optional<std::uint32_t> index = parse_index(digits);
  if (!index.has_value()) mentions_.push_back({Problem::kIndexOutOfRange, digits});
  tree_.elements.push_back({.kind = PathElementSyntax::Kind::kIndex, .index = index.value_or(0)});
  lexer_.advance();
  if (!lexer_.accept(Kind::kCloseIndex)) return lexer_.syntax_error();
  return {};
}

Result<std::uint16_t> OperandParser::value() {
  if (!lexer_.at(Kind::kValuePlaceholder)) return lexer_.syntax_error();
  tree_.operands.push_back(
      {.kind = OperandSyntax::Kind::kValue, .placeholder = lexer_.current().text});
  lexer_.advance();
  return narrow(tree_.operands.size() - 1);
}

Result<ParsedOperand> OperandParser::path_or_value() {
  ParsedOperand parsed;
  if (lexer_.at(Kind::kValuePlaceholder)) {
    MAGNETO_ASSIGN_OR_RETURN(parsed.position, value());
  } else {
    MAGNETO_ASSIGN_OR_RETURN(parsed.position, path());
  }
  return parsed;
}

Result<ParsedOperand> OperandParser::operand() {
  std::vector<Open> open;
  std::vector<ParsedOperand> arguments;
  while (true) {
    if (lexer_.accept(Kind::kOpen)) {
      open.emplace_back();
      continue;
    }
    if (lexer_.at(Kind::kName) && lexer_.next().kind == Kind::kOpen) {
      open.push_back(open_call());
      open.back().first_argument = arguments.size();
      continue;
    }
    MAGNETO_ASSIGN_OR_RETURN(ParsedOperand parsed, path_or_value());
    // An operand is complete. It may complete what it stands in, and so on outwards.
    while (true) {
      if (open.empty()) return parsed;
      const bool in_call = open.back().is_call;
      if (in_call && lexer_.at(Kind::kComma)) {
        arguments.push_back(parsed);
        break;
      }
      if (!lexer_.accept(Kind::kClose)) return lexer_.syntax_error();
      if (in_call) {
        arguments.push_back(parsed);
        parsed = close_call(open.back(), arguments);
      } else {
        close_parentheses(parsed.parenthesized);
      }
      open.pop_back();
    }
    lexer_.advance();
  }
}

OperandParser::Open OperandParser::open_call() {
  const std::string_view name = lexer_.current().text;
  const std::optional<Function> function = function_named(name);
  Mention mention{.text = name};
  if (!function.has_value()) {
    mention.problem = Problem::kUnknownFunction;
  } else if (const bool for_updates = *function >= Function::kIfNotExists;
             for_updates != (grammar_ == Grammar::kUpdate)) {
    mention.problem = for_updates ? Problem::kNotForConditions : Problem::kNotForUpdates;
  }
  mentions_.push_back(mention);
  ++tree_.operators;
  lexer_.advance();
  lexer_.advance();
  return {.is_call = true, .mention = narrow(mentions_.size() - 1)};
}

ParsedOperand OperandParser::close_call(const Open& call, std::vector<ParsedOperand>& arguments) {
  const std::size_t first = tree_.arguments.size();
  for (std::size_t i = call.first_argument; i < arguments.size(); ++i) {
    const ParsedOperand& argument = arguments[i];
    if (argument.is_call && !allowed_as_argument(tree_.operands[argument.position].function)) {
      misused(argument);
    }
    tree_.arguments.push_back(argument.position);
  }
  arguments.resize(call.first_argument);
  tree_.operands.push_back(
      {.kind = OperandSyntax::Kind::kFunction,
       .function = function_named(mentions_[call.mention].text).value_or(Function::kSize),
       .first = narrow(first),
       .count = narrow(tree_.arguments.size() - first)});
  return {.position = narrow(tree_.operands.size() - 1), .is_call = true, .mention = call.mention};
}

bool OperandParser::allowed_as_argument(Function function) const {
  return function == (grammar_ == Grammar::kUpdate ? Function::kIfNotExists : Function::kSize);
}

Error OperandParser::first_fault(Error syntax_error) const {
  if (told_before_.value_or(redundant_parentheses_)) return messages::redundant_parentheses();
  return syntax_error;
}

Result<void> OperandParser::check() const {
  if (redundant_parentheses_) return messages::redundant_parentheses();
  for (const Mention& mention : mentions_) {
    switch (mention.problem) {
      case Problem::kNone:
        break;
      case Problem::kUnknownFunction:
        return messages::unknown_function(mention.text);
      case Problem::kNotForConditions:
        return messages::not_for_conditions(mention.text);
      case Problem::kNotForUpdates:
        return messages::not_for_updates(mention.text);
      case Problem::kMisusedFunction:
        return messages::misused_function(mention.text);
      case Problem::kReservedWord:
        return messages::reserved_word(mention.text);
      case Problem::kIndexOutOfRange:
        return messages::index_out_of_range(mention.text);
    }
  }
  return {};
}

}  // namespace magneto::internal::expression
