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

/// Of siblings, the one that was added first: paths are added from the last to the first.
const PathNode* first_added(const PathNode* siblings) {
  const PathNode* first = siblings;
  for (const PathNode* each = siblings; each != nullptr; each = each->next) {
    if (each->number > first->number) first = each;
  }
  return first;
}

/// The path to `node` by `above`, then on to the leaf below it that was added first.
std::string printed_leaf(Path above, const PathNode* node) {
  std::vector<PathElement> elements(above.begin(), above.end());
  for (; node != nullptr; node = first_added(node->first_child)) elements.push_back(node->element);
  return printed_path(elements);
}

}  // namespace

Result<void> PathTree::add(Arena& arena, Path path, std::uint32_t number) {
  PathNode** children = &first_;
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    const PathElement& element = path[depth];
    const Path above = path.first(depth);
    if (*children != nullptr && (*children)->element.is_index != element.is_index) {
      return texts::paths_conflict(printed_path(path), printed_leaf(above, first_added(*children)));
    }
    PathNode** place = children;
    while (*place != nullptr && stands_before((*place)->element, element)) {
      place = &(*place)->next;
    }
    const bool is_last = depth + 1 == path.size();
    if (*place != nullptr && (*place)->element == element) {
      if (is_last || (*place)->is_leaf()) {
        return texts::paths_overlap(printed_path(path), printed_leaf(above, *place));
      }
    } else {
      *place = arena.make<PathNode>(PathNode{.element = element, .next = *place, .number = number});
    }
    children = &(*place)->first_child;
  }
  return {};
}

}  // namespace magneto::expression
