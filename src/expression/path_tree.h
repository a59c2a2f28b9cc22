// SPDX-License-Identifier: Apache-2.0
//
// PathTree: several paths of one expression as a tree, children in the order in which their
// elements stand in maps and lists. So projections and updates walk an item and its paths side by
// side, once.
//
// Paths are added from the last to the first: that is how the service finds the two paths that it
// names when some overlap ("a" and "a.b") or conflict ("a.b" and "a[0]"). The second one is not
// always the one in the way: it is the first that the service comes upon among its siblings.
#pragma once

#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "expression/path.h"

namespace magneto::internal::expression {

struct PathNode {
  PathElement element;
  PathNode* next = nullptr;         ///< The sibling behind.
  PathNode* first_child = nullptr;  ///< None for a leaf, which ends a path.
  std::uint32_t number = 0;         ///< Of a leaf's path.

  bool is_leaf() const { return first_child == nullptr; }
};

class PathTree {
 public:
  /// Adds a path that has `number`. Errors: it overlaps or conflicts with one that is there.
  Result<void> add(Arena& arena, Path path, std::uint32_t number);
  /// Adds many attributes, whose numbers are their places in `names`, in less time than add(), which
  /// is linear in what is there. Of equal names the first counts. REQUIRES: an empty tree.
  void add_attributes(Arena& arena, std::span<const std::string_view> names);

  /// The children of the root, ascending by name. Null when no path was added.
  const PathNode* first() const { return first_; }

  /// The numbers of all paths in the order in which the service comes upon them: siblings are in
  /// Java's HashMaps there.
  std::vector<std::uint32_t> numbers_as_met() const;

 private:
  PathNode* first_ = nullptr;
};

}  // namespace magneto::internal::expression
