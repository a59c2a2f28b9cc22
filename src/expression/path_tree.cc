// SPDX-License-Identifier: Apache-2.0

#include "expression/path_tree.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "expression/java_order.h"
#include "expression/texts.h"

namespace magneto::expression {
namespace {

bool stands_before(const PathElement& a, const PathElement& b) {
  return a.is_index ? a.index < b.index : a.name < b.name;
}

/// The hash of an element as a key of the service's maps: that of its name or index, and a
/// constant. Found out from the orders that DynamoDB Local prints; it explains those that
/// dynalite's tests record of the service, "a,b,a" with [b] and others.
std::uint32_t map_hash(const PathElement& element) {
  constexpr std::uint32_t kConstant = 1'040'257;
  return (element.is_index ? element.index : java_hash(element.name)) + kConstant;
}

/// Of siblings, the one that the service comes upon first: it keeps them in a Java HashMap. Paths
/// are added from the last to the first.
const PathNode* first_met(const PathNode* siblings) {
  std::size_t count = 0;
  for (const PathNode* each = siblings; each != nullptr; each = each->next) ++count;
  const PathNode* first = siblings;
  std::uint32_t first_slot = 0;
  for (const PathNode* each = siblings; each != nullptr; each = each->next) {
    const std::uint32_t slot = java_slot(map_hash(each->element), count);
    const bool before = slot < first_slot || (slot == first_slot && each->number > first->number);
    if (each != siblings && !before) continue;
    first = each;
    first_slot = slot;
  }
  return first;
}

/// `above`, then on to a leaf: the other path that is told is the first one that is met there,
/// whether it is the one in the way or not.
std::string printed_leaf(Path above, const PathNode* siblings) {
  std::vector<PathElement> elements(above.begin(), above.end());
  for (const PathNode* node = first_met(siblings); node != nullptr;
       node = first_met(node->first_child)) {
    elements.push_back(node->element);
  }
  return printed_path(elements);
}

}  // namespace

Result<void> PathTree::add(Arena& arena, Path path, std::uint32_t number) {
  PathNode** children = &first_;
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    const PathElement& element = path[depth];
    const Path above = path.first(depth);
    if (*children != nullptr && (*children)->element.is_index != element.is_index) {
      return texts::paths_conflict(printed_path(path), printed_leaf(above, *children));
    }
    PathNode** place = children;
    while (*place != nullptr && stands_before((*place)->element, element)) {
      place = &(*place)->next;
    }
    const bool is_last = depth + 1 == path.size();
    if (*place != nullptr && (*place)->element == element) {
      if (is_last || (*place)->is_leaf()) {
        return texts::paths_overlap(printed_path(path), printed_leaf(above, *children));
      }
    } else {
      *place = arena.make<PathNode>(PathNode{.element = element, .next = *place, .number = number});
    }
    children = &(*place)->first_child;
  }
  return {};
}

}  // namespace magneto::expression
