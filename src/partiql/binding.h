// SPDX-License-Identifier: Apache-2.0
//
// Parts of a statement with its parameters in place: items, conditions, projections and updates as
// `expression` has them. Everything lives in the arena. All errors are kValidation.
#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "expression/bound.h"
#include "partiql/syntax.h"
#include "value/encoded_item.h"

namespace magneto::internal::partiql {

using Parameters = std::span<const value::ValueView>;

/// The value that a literal or a parameter is. REQUIRES: every parameter of the statement has its
/// value. Errors: it is neither, or has one inside that no value can have.
Result<value::ValueView> bind_value(Arena& arena, const Node& node, Parameters parameters);

/// A kStruct as an item.
Result<value::ItemView> bind_item(Arena& arena, const Node& node, Parameters parameters);

/// REQUIRES: a kVariable or kPath.
Result<expression::Path> bind_path(Arena& arena, const Node& node);

/// All of `nodes` connected by AND. None: always true.
Result<const expression::Condition*> bind_condition(Arena& arena, Node::List nodes,
                                                    Parameters parameters);

/// A SELECT list; null for *. What a path selects stands in the answer under the path's last name,
/// `x[1]` under "x[1]".
Result<const expression::Projection*> bind_projection(Arena& arena, Node::List list);

Result<const expression::Update*> bind_update(Arena& arena, std::span<const ActionSyntax> actions,
                                              Parameters parameters);

}  // namespace magneto::internal::partiql
