// SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "base/check.h"
#include "expression/bound.h"
#include "expression/messages.h"
#include "expression/operand_binder.h"
#include "expression/parse_cache.h"
#include "expression/projecting.h"
#include "value/item_builder.h"

namespace magneto::internal::expression {
namespace {

/// From the last path to the first: of two faults the later one is reported.
Result<const Projection*> bind_paths(OperandBinder& binder, const ProjectionSyntax& tree) {
  const std::span<Path> paths = binder.arena().make_span<Path>(tree.operands.size());
  PathTree path_tree;
  for (std::size_t i = paths.size(); i-- > 0;) {
    MAGNETO_ASSIGN_OR_RETURN(paths[i], binder.path(tree.operands[i]));
    MAGNETO_RETURN_IF_ERROR(path_tree.add(binder.arena(), paths[i], static_cast<std::uint32_t>(i)));
  }
  return binder.arena().make<Projection>(Projection{path_tree, paths});
}

value::ItemView project_named(Arena& arena, const Projection& projection, value::ItemView item) {
  const std::span<value::Attribute> attributes =
      arena.make_span<value::Attribute>(projection.paths.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < projection.paths.size(); ++i) {
    const std::optional<value::ValueView> value = find_path(item, projection.paths[i]);
    if (value) attributes[count++] = {projection.names[i], *value};
  }
  return value::make_item(arena, attributes.first(count));
}

}  // namespace

Result<const Projection*> bind_projection(ParseCache& cache, Arena& arena, std::string_view text,
                                          Placeholders& placeholders) {
  const auto tree = cache.projection(text);
  if (!tree.ok()) return messages::invalid_expression(Role::kProjection, tree.error());
  OperandBinder binder(arena, **tree, text, placeholders);
  Result<const Projection*> bound = bind_paths(binder, **tree);
  if (!bound.ok()) return messages::invalid_expression(Role::kProjection, bound.error());
  return bound;
}

const Projection* projection_of(Arena& arena, std::span<const std::string_view> attributes) {
  const std::span<Path> paths = arena.make_span<Path>(attributes.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    paths[i] = Path(arena.make<PathElement>(PathElement{.name = attributes[i]}), 1);
  }
  PathTree tree;
  tree.add_attributes(arena, attributes);
  return arena.make<Projection>(Projection{tree, paths});
}

value::ItemView project(Arena& arena, const Projection& projection, value::ItemView item) {
  if (!projection.names.empty()) return project_named(arena, projection, item);
  return project_paths(arena, projection.tree, item);
}

}  // namespace magneto::internal::expression
