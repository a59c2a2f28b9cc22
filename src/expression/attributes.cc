// SPDX-License-Identifier: Apache-2.0
//
// Which attributes an expression touches, and whether it reaches into key attributes.

#include <algorithm>
#include <optional>
#include <span>

#include "expression/bound.h"
#include "expression/messages.h"

namespace magneto::internal::expression {
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
    if (!operand->path.empty()) {
      visit(operand->path);
    } else if (operand->first != nullptr) {
      for_each_path(operand->first, visit);
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

/// The first attribute of the schema that `is_wanted`.
template <class Predicate>
std::optional<std::string_view> first_key(const keys::KeySchema& schema, Predicate is_wanted) {
  for (const auto* part : {&schema.partition, &schema.sort}) {
    for (const keys::KeyAttribute& attribute : *part) {
      if (is_wanted(attribute.name)) return attribute.name;
    }
  }
  return std::nullopt;
}

template <class Tree>
std::optional<std::string_view> first_nested_key(const Tree& tree, const keys::KeySchema& schema) {
  return first_key(schema, [&tree](std::string_view key) {
    bool nested = false;
    for_each_path(tree, [&](Path path) { nested |= path.size() > 1 && path[0].name == key; });
    return nested;
  });
}

}  // namespace

std::optional<std::string_view> first_key_in(const Condition& condition,
                                             const keys::KeySchema& schema) {
  return first_key(schema, [&condition](std::string_view key) {
    bool there = false;
    for_each_path(condition, [&](Path path) { there |= path[0].name == key; });
    return there;
  });
}

Result<void> check_compared_types(const Condition& condition, const keys::KeySchema& schema) {
  for (const Test& test : condition.tests) {
    if (test.comparison == Comparison::kAttributeType) continue;
    for (const Operand& named : test.operands) {
      if (named.kind != Operand::Kind::kPath || named.path.size() != 1) continue;
      const keys::KeyAttribute* key = schema.find(named.path[0].name);
      const auto differs = [key](const Operand& other) {
        return other.kind == Operand::Kind::kValue && other.value.type() != key->type;
      };
      if (key != nullptr && std::ranges::any_of(test.operands, differs)) {
        return messages::key_condition_type();
      }
    }
  }
  return {};
}

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
  if (update.legacy) {
    for (const UpdateAction& action : update.actions) {
      const std::string_view name = action.target[0].name;
      if (schema.contains(name)) return messages::cannot_update_key(name);
    }
    return {};
  }
  const auto changed = first_key(schema, [&update](std::string_view key) {
    return std::ranges::any_of(
        update.actions, [key](const UpdateAction& action) { return action.target[0].name == key; });
  });
  if (changed.has_value()) return messages::cannot_update_key(*changed);
  return {};
}

}  // namespace magneto::internal::expression
