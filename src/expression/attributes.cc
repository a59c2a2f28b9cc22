// SPDX-License-Identifier: Apache-2.0
//
// Which attributes an expression touches, and whether it reaches into key attributes.

#include <algorithm>
#include <optional>
#include <span>

#include "expression/bound.h"
#include "expression/texts.h"

namespace magneto::expression {
namespace {

/// Calls `visit` with each path, in the text's order.
template <class Visit>
void for_each_path(const Condition& condition, Visit visit) {
  for (const Test& test : condition.tests) {
    for (const Operand& operand : test.operands) {
      if (operand.has_path()) visit(operand.path);
    }
  }
}

template <class Visit>
void for_each_path(const Projection& projection, Visit visit) {
  for (Path path : projection.paths) visit(path);
}

/// Paths that are changed.
template <class Visit>
void for_each_target(const Update& update, Visit visit) {
  for (const UpdateAction& action : update.actions) visit(action.target);
}

template <class Visit>
void for_each_path(const UpdateOperand* operand, Visit visit) {
  for (; operand != nullptr; operand = operand->second) {
    if (operand->kind == UpdateOperand::Kind::kListAppend) {
      for_each_path(operand->first, visit);
    } else if (operand->kind != UpdateOperand::Kind::kValue) {
      visit(operand->path);
    }
  }
}

/// Paths that are changed or read.
template <class Visit>
void for_each_path(const Update& update, Visit visit) {
  for (const UpdateAction& action : update.actions) {
    visit(action.target);
    for_each_path(action.left, visit);
    for_each_path(action.right, visit);
  }
}

/// The first elements of some paths, each once.
class Names {
 public:
  Names(Arena& arena, std::size_t at_most) : names_(arena.make_span<std::string_view>(at_most)) {}

  void add(Path path) {
    const auto known = names_.first(count_);
    if (std::ranges::find(known, path[0].name) == known.end()) names_[count_++] = path[0].name;
  }
  std::span<const std::string_view> all() const { return names_.first(count_); }

 private:
  std::span<std::string_view> names_;
  std::size_t count_ = 0;
};

template <class Tree>
std::optional<std::string_view> first_nested_key(const Tree& tree, const keys::KeySchema& schema) {
  std::optional<std::string_view> found;
  for_each_path(tree, [&](Path path) {
    if (!found.has_value() && path.size() > 1 && schema.contains(path[0].name)) {
      found = path[0].name;
    }
  });
  return found;
}

}  // namespace

std::span<const std::string_view> attributes_of(Arena& arena, const Condition& condition) {
  std::size_t paths = 0;
  for_each_path(condition, [&paths](Path) { ++paths; });
  Names names(arena, paths);
  for_each_path(condition, [&names](Path path) { names.add(path); });
  return names.all();
}

std::span<const std::string_view> attributes_of(Arena& arena, const Projection& projection) {
  Names names(arena, projection.paths.size());
  for_each_path(projection, [&names](Path path) { names.add(path); });
  return names.all();
}

std::span<const std::string_view> attributes_of(Arena& arena, const Update& update) {
  Names names(arena, update.actions.size());
  for_each_target(update, [&names](Path path) { names.add(path); });
  return names.all();
}

std::optional<std::string_view> nested_key(const Condition& condition,
                                           const keys::KeySchema& schema) {
  return first_nested_key(condition, schema);
}
std::optional<std::string_view> nested_key(const Projection& projection,
                                           const keys::KeySchema& schema) {
  return first_nested_key(projection, schema);
}
std::optional<std::string_view> nested_key(const Update& update, const keys::KeySchema& schema) {
  return first_nested_key(update, schema);
}

Result<void> check_update_leaves_keys(const Update& update, const keys::KeySchema& schema) {
  for (const UpdateAction& action : update.actions) {
    const std::string_view name = action.target[0].name;
    if (schema.contains(name)) return texts::cannot_update_key(name);
  }
  return {};
}

}  // namespace magneto::expression
