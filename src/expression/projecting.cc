// SPDX-License-Identifier: Apache-2.0

#include "expression/projecting.h"

#include <cstdint>

#include "expression/assembly.h"

namespace magneto::internal::expression {
namespace {

using value::ValueView;

/// A walk over an item and a path tree side by side. As deep as the tree, so at most
/// kMaxPathElements.
class Projector {
 public:
  explicit Projector(Arena& arena) : assembly_(arena) {}

  value::ItemView project(value::ItemView item, const PathNode* paths) {
    return assembly_.item(map(item, paths));
  }

 private:
  /// Each gives the number of what it kept.
  std::uint32_t map(value::MapView whole, const PathNode* path) {
    std::uint32_t kept = 0;
    auto attribute = whole.begin();
    while (path != nullptr && attribute != whole.end()) {
      const int order = attribute->name.compare(path->element.name);
      if (order == 0 && keep(attribute_head(*attribute), attribute->value, *path)) ++kept;
      if (order >= 0) path = path->next;
      if (order <= 0) ++attribute;
    }
    return kept;
  }

  std::uint32_t list(value::ListView whole, const PathNode* path) {
    std::uint32_t kept = 0;
    std::uint32_t index = 0;
    for (ValueView element : whole) {
      if (path == nullptr) break;
      if (path->element.index == index++) {
        if (keep({}, element, *path)) ++kept;
        path = path->next;
      }
    }
    return kept;
  }

  /// Keeps what `path` selects of `value`; `head` stands before it. Whether that is anything.
  bool keep(std::string_view head, ValueView value, const PathNode& path) {
    if (path.is_leaf()) {
      assembly_.append(head);
      assembly_.append(value.bytes());
      return true;
    }
    const PathNode* children = path.first_child;
    const bool in_list = children->element.is_index;
    if (value.type() != (in_list ? value::Type::kList : value::Type::kMap)) return false;
    const Assembly::Mark before = assembly_.mark();
    assembly_.append(head);
    const Assembly::Mark container = assembly_.begin();
    const std::uint32_t kept = in_list ? list(value.list(), children) : map(value.map(), children);
    if (kept == 0) {
      assembly_.rewind(before);
      return false;
    }
    assembly_.end(container, in_list ? value::Tag::kList : value::Tag::kMap, kept);
    return true;
  }

  Assembly assembly_;
};

}  // namespace

value::ItemView project_paths(Arena& arena, const PathTree& tree, value::ItemView item) {
  return Projector(arena).project(item, tree.first());
}

}  // namespace magneto::internal::expression
