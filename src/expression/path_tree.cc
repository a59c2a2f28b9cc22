// SPDX-License-Identifier: Apache-2.0

#include "expression/path_tree.h"

#include <string>
#include <vector>

#include "expression/texts.h"

namespace magneto::expression {
namespace {

bool stands_before(const PathElement& a, const PathElement& b) {
  return a.is_index ? a.index < b.index : a.name < b.name;
}

/// The path from `begin` on, then down to some leaf below `node`.
std::string printed_descendant(Path begin, const PathNode* node) {
  std::vector<PathElement> elements(begin.begin(), begin.end());
  for (; node != nullptr; node = node->first_child) elements.push_back(node->element);
  return printed_path(elements);
}

}  // namespace

Result<void> PathTree::add(Arena& arena, Path path, std::uint32_t number) {
  PathNode** children = &first_;
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    const PathElement& element = path[depth];
    const Path above = path.first(depth);
    if (*children != nullptr && (*children)->element.is_index != element.is_index) {
      return texts::paths_conflict(printed_path(path), printed_descendant(above, *children));
    }
    PathNode** place = children;
    while (*place != nullptr && stands_before((*place)->element, element)) {
      place = &(*place)->next;
    }
    const bool is_last = depth + 1 == path.size();
    if (*place != nullptr && (*place)->element == element) {
      if (is_last || (*place)->is_leaf()) {
        return texts::paths_overlap(printed_path(path), printed_descendant(above, *place));
      }
    } else {
      *place = arena.make<PathNode>(PathNode{.element = element, .next = *place, .number = number});
    }
    children = &(*place)->first_child;
  }
  return {};
}

}  // namespace magneto::expression
