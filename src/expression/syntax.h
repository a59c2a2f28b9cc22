// SPDX-License-Identifier: Apache-2.0
//
// Syntax trees: what can be said of an expression without the request it came in. Flat arrays that
// refer to each other by position, with views into the tree's own copy of the text. Immutable once
// parsed, so one tree serves many requests (parse_cache.h) and threads.
//
// Operands stand in the order in which the service checks them: arguments before the function that
// has them, left before right. So binding is one walk along the array, without recursion.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace magneto::internal::expression {

enum class Function : std::uint8_t {
  kAttributeExists,
  kAttributeNotExists,
  kAttributeType,
  kBeginsWith,
  kContains,  // conditions
  kSize,      // their operands
  kIfNotExists,
  kListAppend,  // updates
};
std::string_view function_name(Function function);
/// Nothing when there is no such function. Case matters.
std::optional<Function> function_named(std::string_view name);

struct PathElementSyntax {
  enum class Kind : std::uint8_t { kName, kPlaceholder, kIndex };
  Kind kind = Kind::kName;
  std::uint32_t index = 0;     ///< With kIndex.
  std::string_view text = {};  ///< The name, or the placeholder with its '#'.
};

struct OperandSyntax {
  enum class Kind : std::uint8_t { kPath, kValue, kFunction };
  Kind kind = Kind::kPath;
  Function function = Function::kSize;  ///< With kFunction.
  std::uint16_t first = 0;              ///< In `elements` or `arguments`.
  std::uint16_t count = 0;
  std::string_view placeholder = {};  ///< With kValue: ":v".
};

/// What all three grammars share.
struct ExpressionSyntax {
  std::string text;
  std::vector<PathElementSyntax> elements;
  std::vector<OperandSyntax> operands;
  std::vector<std::uint16_t> arguments;  ///< Positions in `operands`.
  std::uint16_t operators = 0;           ///< Comparators, connectives, functions, signs.

  std::span<const PathElementSyntax> path(const OperandSyntax& operand) const {
    return std::span(elements).subspan(operand.first, operand.count);
  }
};

enum class Comparison : std::uint8_t {
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kBetween,
  kIn,
  kAttributeExists,
  kAttributeNotExists,
  kAttributeType,
  kBeginsWith,
  kContains,
  // From here on: what only the legacy parameters can say.
  kNotContains,
};
/// As the service prints it: "=", "BETWEEN", "begins_with".
std::string_view comparison_name(Comparison comparison);

enum class Connective : std::uint8_t { kNone, kAnd, kOr, kNot };

/// Where a condition goes on after a test: another test, or one of these.
inline constexpr std::uint16_t kHolds = 0xFFFF;
inline constexpr std::uint16_t kFails = 0xFFFE;

/// One comparison or boolean function. AND, OR and NOT are not in the tree as nodes: they are in
/// where each test leads to. So evaluation is a loop that looks at no test twice and at none in
/// vain.
struct TestSyntax {
  Comparison comparison = Comparison::kEqual;
  /// The outermost OR or NOT that starts with this test; a key condition must not have one.
  Connective outermost = Connective::kNone;
  std::uint16_t when_true = kHolds;
  std::uint16_t when_false = kFails;
  std::uint16_t operands_end =
      0;  ///< This test's operands end here; they begin where the last one's end.
  std::uint16_t first_argument = 0;
  std::uint16_t argument_count = 0;
};

struct ConditionSyntax : ExpressionSyntax {
  std::vector<TestSyntax> tests;
};

struct ProjectionSyntax : ExpressionSyntax {};  ///< The operands are its paths.

enum class Section : std::uint8_t { kSet, kRemove, kAdd, kDelete };
std::string_view section_name(Section section);

enum class Sign : std::uint8_t { kNone, kPlus, kMinus };

/// One assignment, or one path of the other sections. Its operands: the path that it changes first.
struct ActionSyntax {
  Section section = Section::kSet;
  Sign sign = Sign::kNone;   ///< With kSet.
  std::uint16_t target = 0;  ///< In `operands`.
  std::uint16_t left = 0;    ///< With kSet, kAdd, kDelete.
  std::uint16_t right = 0;   ///< With a sign.
  std::uint16_t operands_end = 0;
};

struct UpdateSyntax : ExpressionSyntax {
  std::vector<ActionSyntax> actions;
};

}  // namespace magneto::internal::expression
