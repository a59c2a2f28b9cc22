// SPDX-License-Identifier: Apache-2.0
//
// The trees behind Operand, Path and Condition. Immutable and shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "magneto/expression.h"

namespace magneto::internal::table {

enum class Op : std::uint8_t {
  kValue,
  kPath,
  kSize,
  kIfNotExists,
  kListAppend,
  kPlus,
  kMinus,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kBetween,
  kIn,
  kBeginsWith,
  kContains,
  kExists,
  kNotExists,
  kType,
  kAnd,
  kOr,
  kNot,
  kText,
};

using Segment = std::variant<std::string, std::size_t>;
using NodePointer = Operand::NodePointer;

/// An expression as text with its own placeholders.
struct Text {
  std::string text;
  Item values;
  Names names;
};

struct Node {
  Op op = Op::kValue;
  Value value = {};                        ///< Of kValue; of kType the type's name.
  std::vector<Segment> path = {};          ///< Of kPath; the first is a name.
  std::vector<NodePointer> operands = {};  ///< Of all others but kText.
  std::shared_ptr<const Text> text = {};   ///< Of kText.
  /// Comparators, connectives, functions and signs in the whole tree.
  std::size_t operators = 0;
};

NodePointer make_node(Op op, std::vector<NodePointer> operands);

}  // namespace magneto::internal::table
