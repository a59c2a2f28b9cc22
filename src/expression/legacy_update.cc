// SPDX-License-Identifier: Apache-2.0
//
// AttributeUpdates.

#include <optional>
#include <span>

#include "base/first_repeated.h"
#include "expression/bound.h"
#include "expression/legacy.h"
#include "expression/messages.h"

namespace magneto::internal::expression::legacy {
namespace {

using value::Type;

Result<void> check_update(const AttributeUpdate& update) {
  if (!update.value.has_value()) {
    if (update.action == Action::kDelete) return {};
    return messages::invalid_parameter(
        "Only DELETE action is allowed when no attribute value is specified");
  }
  const Type type = update.value->type();
  if (update.action == Action::kDelete && !value::is_set(type)) {
    return messages::delete_not_supported(type);
  }
  const bool can_add = value::is_set(type) || type == Type::kNumber || type == Type::kList;
  if (update.action == Action::kAdd && !can_add) return messages::add_not_supported(type);
  return {};
}

UpdateAction as_action(Arena& arena, const AttributeUpdate& update, Path target) {
  UpdateAction action{.section = Section::kRemove, .target = target, .value = {}};
  if (!update.value.has_value()) return action;
  action.value = *update.value;
  switch (update.action) {
    case Action::kAdd:
      action.section = Section::kAdd;
      break;
    case Action::kDelete:
      action.section = Section::kDelete;
      break;
    case Action::kPut:
      action.section = Section::kSet;
      action.left = arena.make<UpdateOperand>(
          UpdateOperand{.kind = UpdateOperand::Kind::kValue, .path = {}, .value = *update.value});
      break;
  }
  return action;
}

}  // namespace

std::optional<Action> action_named(std::string_view name) {
  if (name == "PUT") return Action::kPut;
  if (name == "ADD") return Action::kAdd;
  if (name == "DELETE") return Action::kDelete;
  return std::nullopt;
}

Result<const Update*> bind_attribute_updates(Arena& arena,
                                             std::span<const AttributeUpdate> updates) {
  for (const AttributeUpdate& update : updates) {
    MAGNETO_RETURN_IF_ERROR(check_update(update));
  }
  const std::span<UpdateAction> actions = arena.make_span<UpdateAction>(updates.size());
  const std::span<std::string_view> names = arena.make_span<std::string_view>(updates.size());
  for (std::size_t i = 0; i < updates.size(); ++i) {
    names[i] = updates[i].attribute;
    const Path target(arena.make<PathElement>(PathElement{.name = names[i]}), 1);
    actions[i] = as_action(arena, updates[i], target);
  }
  const std::size_t repeated = first_repeated(names);
  PathTree targets;
  targets.add_attributes(arena, names.first(repeated));
  if (repeated < names.size()) {
    MAGNETO_RETURN_IF_ERROR(
        targets.add(arena, actions[repeated].target, static_cast<std::uint32_t>(repeated)));
  }
  return arena.make<Update>(Update{actions, targets, /*legacy=*/true});
}

}  // namespace magneto::internal::expression::legacy
