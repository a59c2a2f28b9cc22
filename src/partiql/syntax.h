// SPDX-License-Identifier: Apache-2.0
//
// The syntax tree of a statement, in the request's arena: all of PartiQL that the service's parser
// understands, also what the service then refuses. Plain data, trivially destructible.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "partiql/token.h"

namespace magneto::internal::partiql {

struct SelectSyntax;
struct ManipulationSyntax;

struct Node {
  enum class Kind : std::uint8_t {
    kString,
    kNumber,  ///< `text` with its sign.
    kBoolean,
    kNull,
    kMissing,
    kIon,
    kParameter,
    kVariable,
    kPath,      ///< Children: what it begins with, then names (kString), indexes and the two below.
    kWildcard,  ///< [*]
    kUnpivot,   ///< .*
    kStar,      ///< In a SELECT list.
    kList,
    kBag,
    kStruct,  ///< Children: name, value, name, value...
    kCall,
    kOperator,  ///< Infix or prefix; `text` as in "not_in".
    kIs,        ///< `text` is the type in capitals.
    kAlias,     ///< Something with a name given to it.
    kJoin,
    kSelect,
    kManipulation,
    kCase,
    kCreate,
    kDrop,
  };
  using List = std::span<const Node* const>;

  Kind kind = Kind::kNull;
  bool negated = false;  ///< With kIs.
  bool simple = false;   ///< With kCase: one value is compared with those behind WHEN.
  std::uint32_t parameter = 0;
  std::string_view text = {};
  Position position = {};
  List children = {};
  const SelectSyntax* select = nullptr;              ///< With kSelect.
  const ManipulationSyntax* manipulation = nullptr;  ///< With kManipulation.

  bool is(Kind wanted) const { return kind == wanted; }
  bool is_operator(std::string_view op) const { return kind == Kind::kOperator && text == op; }
};

struct OrderSyntax {
  const Node* key = nullptr;
  bool descending = false;
};

/// Null: the clause is not there.
struct SelectSyntax {
  bool distinct = false;
  bool value = false;  ///< SELECT VALUE, PIVOT.
  Node::List list;
  const Node* from = nullptr;
  const Node* let = nullptr;
  const Node* where = nullptr;
  const Node* group = nullptr;
  const Node* having = nullptr;
  std::span<const OrderSyntax> order;
  const Node* limit = nullptr;
  const Node* offset = nullptr;
};

/// One SET assignment or one REMOVE.
struct ActionSyntax {
  const Node* target = nullptr;
  const Node* value = nullptr;  ///< Null with REMOVE.
};

enum class Mapping : std::uint8_t { kNone, kAllOld, kAllNew, kModifiedOld, kModifiedNew };

struct ReturningSyntax {
  Mapping mapping = Mapping::kNone;
  bool star = false;
  bool several = false;
};

struct ManipulationSyntax {
  enum class Kind : std::uint8_t {
    kInsertValue,
    kInsert,  ///< INSERT INTO without VALUE.
    kUpdate,
    kDelete,
  };
  Kind kind = Kind::kInsert;
  const Node* target = nullptr;
  const Node* value = nullptr;  ///< Of an INSERT.
  bool at = false;              ///< INSERT ... AT
  bool on_conflict = false;
  std::span<const ActionSyntax> actions;
  const Node* where = nullptr;
  ReturningSyntax returning;
};

}  // namespace magneto::internal::partiql
