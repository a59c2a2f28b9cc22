// SPDX-License-Identifier: Apache-2.0

#include "expression/path_tree.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "expression/messages.h"
#include "value/java_order.h"

namespace magneto::internal::expression {
namespace {

bool stands_before(const PathElement& a, const PathElement& b) {
  return a.is_index ? a.index < b.index : a.name < b.name;
}

/// The hash of an element as a key of the service's maps: that of its name or index, and a
/// constant. Found out from the orders that DynamoDB Local prints; it explains those that
/// dynalite's tests record of the service, "a,b,a" with [b] and others.
std::uint32_t map_hash(const PathElement& element) {
  constexpr std::uint32_t kConstant = 1'040'257;
  return (element.is_index ? element.index : value::java_hash(element.name)) + kConstant;
}

/// Siblings in the order in which the service comes upon them: it keeps them in a Java HashMap.
/// Paths are added from the last to the first.
std::vector<const PathNode*> as_met(const PathNode* siblings) {
  std::vector<const PathNode*> nodes;
  for (; siblings != nullptr; siblings = siblings->next) nodes.push_back(siblings);
  const auto slot = [count = nodes.size()](const PathNode* node) {
    return value::java_slot(map_hash(node->element), count);
  };
  std::ranges::sort(nodes, [&slot](const PathNode* a, const PathNode* b) {
    const std::uint32_t slot_a = slot(a);
    const std::uint32_t slot_b = slot(b);
    return slot_a != slot_b ? slot_a < slot_b : a->number > b->number;
  });
  return nodes;
}

/// `above`, then on to a leaf: the other path that is told is the first one that is met there,
/// whether it is the one in the way or not.
std::string printed_leaf(Path above, const PathNode* siblings) {
  std::vector<PathElement> elements(above.begin(), above.end());
  while (siblings != nullptr) {
    const PathNode* first = as_met(siblings).front();
    elements.push_back(first->element);
    siblings = first->first_child;
  }
  return printed_path(elements);
}

/// As deep as a path is long.
void add_numbers(const PathNode* siblings, std::vector<std::uint32_t>& numbers) {
  for (const PathNode* node : as_met(siblings)) {
    if (node->is_leaf()) {
      numbers.push_back(node->number);
    } else {
      add_numbers(node->first_child, numbers);
    }
  }
}

}  // namespace

Result<void> PathTree::add(Arena& arena, Path path, std::uint32_t number) {
  PathNode** children = &first_;
  for (std::size_t depth = 0; depth < path.size(); ++depth) {
    const PathElement& element = path[depth];
    const Path above = path.first(depth);
    if (*children != nullptr && (*children)->element.is_index != element.is_index) {
      return messages::paths_conflict(printed_path(path), printed_leaf(above, *children));
    }
    PathNode** place = children;
    while (*place != nullptr && stands_before((*place)->element, element)) {
      place = &(*place)->next;
    }
    const bool is_last = depth + 1 == path.size();
    if (*place != nullptr && (*place)->element == element) {
      if (is_last || (*place)->is_leaf()) {
        return messages::paths_overlap(printed_path(path), printed_leaf(above, *children));
      }
    } else {
      *place = arena.make<PathNode>(PathNode{.element = element, .next = *place, .number = number});
    }
    children = &(*place)->first_child;
  }
  return {};
}

void PathTree::add_attributes(Arena& arena, std::span<const std::string_view> names) {
  const std::span<PathNode> nodes = arena.make_span<PathNode>(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    nodes[i].element = {.name = names[i]};
    nodes[i].number = static_cast<std::uint32_t>(i);
  }
  std::ranges::sort(nodes, [](const PathNode& a, const PathNode& b) {
    const int compared = a.element.name.compare(b.element.name);
    return compared != 0 ? compared < 0 : a.number < b.number;
  });
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const bool repeated = first_ != nullptr && first_->element == nodes[i].element;
    nodes[i].next = repeated ? first_->next : first_;
    first_ = &nodes[i];
  }
}

std::vector<std::uint32_t> PathTree::numbers_as_met() const {
  std::vector<std::uint32_t> numbers;
  add_numbers(first_, numbers);
  return numbers;
}

}  // namespace magneto::internal::expression
