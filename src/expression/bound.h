// SPDX-License-Identifier: Apache-2.0
//
// Bound trees: names and values in place, ready to meet items. They live in the request's arena;
// names point into the request (its expression's text or its ExpressionAttributeNames), values into
// its ExpressionAttributeValues. Plain data, trivially destructible.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "expression/expression.h"
#include "expression/path.h"
#include "expression/path_tree.h"
#include "expression/syntax.h"
#include "value/encoded_item.h"
#include "value/type.h"

namespace magneto::internal::expression {

/// What a test compares. The size of a value is known when it is bound.
struct Operand {
  enum class Kind : std::uint8_t { kPath, kSizeOfPath, kValue, kSizeOfValue };
  Kind kind = Kind::kPath;
  Path path;
  value::ValueView value;  ///< With kValue and kSizeOfValue.

  bool has_path() const { return kind == Kind::kPath || kind == Kind::kSizeOfPath; }
};

/// One comparison or boolean function; see TestSyntax.
struct Test {
  Comparison comparison = Comparison::kEqual;
  Connective outermost = Connective::kNone;
  std::uint16_t when_true = kHolds;
  std::uint16_t when_false = kFails;
  value::Type type = value::Type::kString;  ///< With kAttributeType.
  std::span<const Operand> operands;
};

/// No tests: always true.
struct Condition {
  std::span<const Test> tests;
};

struct Projection {
  PathTree tree;
  std::span<const Path> paths;  ///< In the text's order.
  /// What the value of each path is called in the answer. Empty: paths stay as they are.
  std::span<const std::string_view> names = {};
};

/// The right-hand side of an assignment.
struct UpdateOperand {
  enum class Kind : std::uint8_t {
    kPath,
    kValue,
    kIfNotExists,
    kListAppend,
    // Only PartiQL can say these of an operand.
    kSum,
    kDifference,
  };
  Kind kind = Kind::kPath;
  Path path;                              ///< With kPath and kIfNotExists.
  value::ValueView value;                 ///< With kValue.
  const UpdateOperand* first = nullptr;   ///< With all but kPath, kValue and kIfNotExists.
  const UpdateOperand* second = nullptr;  ///< With all but kPath and kValue.
};

struct UpdateAction {
  Section section = Section::kSet;
  Sign sign = Sign::kNone;
  Path target;
  const UpdateOperand* left = nullptr;   ///< With kSet.
  const UpdateOperand* right = nullptr;  ///< With a sign.
  value::ValueView value;                ///< With kAdd and kDelete.
};

/// The targets are the tree's leaves; each leaf has the number of its action.
struct Update {
  std::span<const UpdateAction> actions;
  PathTree tree;
  bool legacy = false;  ///< AttributeUpdates: some texts differ, and lists can be added to lists.
};

}  // namespace magneto::internal::expression
