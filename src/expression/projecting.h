// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/arena.h"
#include "expression/path_tree.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

/// What the tree's paths leave of the item; list elements are closed up in order. A map or list of
/// which nothing is selected is left out.
value::ItemView project_paths(Arena& arena, const PathTree& tree, value::ItemView item);

}  // namespace magneto::internal::expression
