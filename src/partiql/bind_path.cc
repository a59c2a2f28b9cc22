// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string>

#include "expression/messages.h"
#include "expression/path_tree.h"
#include "partiql/binding.h"
#include "partiql/messages.h"

namespace magneto::internal::partiql {
namespace {

using expression::Path;
using expression::PathElement;
using Kind = Node::Kind;

Result<PathElement> index_element(const Node& node) {
  PathElement element{.name = {}, .index = 0, .is_index = true};
  if (node.text.find_first_of(".eE") != std::string_view::npos) {
    return messages::at(std::string(messages::kPathComponent), node.position);
  }
  const char* const end = node.text.data() + node.text.size();
  const auto read = std::from_chars(node.text.data(), end, element.index);
  if (read.ec != std::errc() || element.index > 0x7FFFFFFF) {
    return messages::at(messages::index_outside(node.text), node.position);
  }
  return element;
}

Result<PathElement> path_element(const Node& node) {
  switch (node.kind) {
    case Kind::kVariable:
    case Kind::kString:
      if (node.text.empty()) return validation_error(std::string(messages::kEmptyPath));
      return PathElement{.name = node.text};
    case Kind::kNumber:
      return index_element(node);
    case Kind::kWildcard:
      return messages::at(std::string(messages::kWildcardPath), node.position);
    case Kind::kUnpivot:
      return messages::at(std::string(messages::kUnpivotPath), node.position);
    default:
      return messages::at(std::string(messages::kPathComponent), node.position);
  }
}

bool is_path(const Node& node) { return node.is(Kind::kVariable) || node.is(Kind::kPath); }

// The last element: a name, or an index with the name that it stands behind.
std::string output_name(Path path) {
  std::size_t begin = path.size() - 1;
  while (path[begin].is_index) --begin;
  std::string name(path[begin].name);
  for (const PathElement& element : path.subspan(begin + 1)) {
    name += "[" + std::to_string(element.index) + "]";
  }
  return name;
}

}  // namespace

Result<Path> bind_path(Arena& arena, const Node& node) {
  const Node* const itself = &node;
  const Node::List nodes = node.is(Kind::kPath) ? node.children : Node::List(&itself, 1);
  if (!nodes[0]->is(Kind::kVariable)) {
    const bool list = nodes[0]->is(Kind::kList) || nodes[0]->is(Kind::kBag);
    return messages::at(std::string(list ? messages::kListPath : messages::kPathComponent),
                        nodes[0]->position);
  }
  const std::span<PathElement> path = arena.make_span<PathElement>(nodes.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(path[i], path_element(*nodes[i]));
  }
  if (path.size() > expression::kMaxPathElements) {
    return expression::messages::path_too_deep(path.size());
  }
  return Path(path);
}

Result<const expression::Projection*> bind_projection(Arena& arena, Node::List list) {
  if (list.empty()) return static_cast<const expression::Projection*>(nullptr);
  const std::span<Path> paths = arena.make_span<Path>(list.size());
  const std::span<std::string_view> names = arena.make_span<std::string_view>(list.size());
  expression::PathTree tree;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!is_path(*list[i])) {
      return messages::at(std::string(messages::kPathComponent), list[i]->position);
    }
    if (list[i]->is(Kind::kPath) && list[i]->children.back()->is(Kind::kUnpivot)) {
      return validation_error(std::string(messages::kUnpivotProjection));
    }
    MAGNETO_ASSIGN_OR_RETURN(paths[i], bind_path(arena, *list[i]));
    names[i] = arena.copy(output_name(paths[i]));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j]) return validation_error(messages::duplicate_name(names[i]));
    }
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    MAGNETO_RETURN_IF_ERROR(tree.add(arena, paths[i], static_cast<std::uint32_t>(i)));
  }
  return arena.make<expression::Projection>(expression::Projection{tree, paths, names});
}

}  // namespace magneto::internal::partiql
