// SPDX-License-Identifier: Apache-2.0
//
// The second half of applying an update: the new item out of the old one and the outcomes, by a
// walk over the item and the tree of targets side by side.

#include <cstdint>
#include <optional>

#include "expression/assembly.h"
#include "expression/bound.h"
#include "expression/messages.h"
#include "expression/projecting.h"
#include "expression/update_values.h"

namespace magneto::internal::expression {
namespace {

using value::ValueView;

constexpr std::size_t kMaxContainerLevels = 31;  ///< Of an attribute: 31 maps in one another.

/// Whether maps and lists in `value` nest at most `levels` deep. O(elements), and never deeper.
bool nests_within(ValueView value, std::size_t levels) {
  const auto all_within = [levels](const auto& children, auto child_of) {
    if (levels == 0) return false;
    for (const auto& child : children) {
      if (!nests_within(child_of(child), levels - 1)) return false;
    }
    return true;
  };
  if (value.type() == value::Type::kList) {
    return all_within(value.list(), [](ValueView child) { return child; });
  }
  if (value.type() == value::Type::kMap) {
    return all_within(value.map(), [](const value::Attribute& child) { return child.value; });
  }
  return true;
}

/// As deep as the tree of targets, so at most kMaxPathElements.
class Splicer {
 public:
  Splicer(Arena& arena, std::span<const Outcome> outcomes)
      : assembly_(arena), outcomes_(outcomes) {}

  Result<value::ItemView> item(value::ItemView old, const PathNode* targets) {
    MAGNETO_ASSIGN_OR_RETURN(const std::uint32_t count, map(old, targets, 0));
    return assembly_.item(count);
  }

 private:
  /// Map and list give the number of elements that they now have. `level` is the number of maps and
  /// lists around.
  Result<std::uint32_t> map(value::MapView old, const PathNode* target, std::size_t level) {
    std::uint32_t count = old.size();
    auto attribute = old.begin();
    for (; target != nullptr; target = target->next) {
      while (attribute != old.end() && attribute->name < target->element.name) {
        assembly_.append(attribute_bytes(*attribute));
        ++attribute;
      }
      const bool present = attribute != old.end() && attribute->name == target->element.name;
      const Assembly::Mark before = assembly_.mark();
      if (present) {
        assembly_.append(attribute_head(*attribute));
      } else {
        assembly_.append_name(target->element.name);
      }
      MAGNETO_ASSIGN_OR_RETURN(
          const bool stays,
          element(present ? std::optional(attribute->value) : std::nullopt, *target, level));
      if (!stays) assembly_.rewind(before);
      count = count - (present ? 1 : 0) + (stays ? 1 : 0);
      if (present) ++attribute;
    }
    if (attribute != old.end()) append_from(attribute_bytes(*attribute), old.bytes());
    return count;
  }

  Result<std::uint32_t> list(ValueView whole, const PathNode* target, std::size_t level) {
    const value::ListView old = whole.list();
    std::uint32_t count = old.size();
    std::uint32_t index = 0;
    auto at = old.begin();
    for (; target != nullptr; target = target->next) {
      for (; at != old.end() && index < target->element.index; ++at, ++index) {
        assembly_.append(at->bytes());
      }
      const bool present = at != old.end();  // Behind the end means: at the end, in order.
      MAGNETO_ASSIGN_OR_RETURN(
          const bool stays, element(present ? std::optional(*at) : std::nullopt, *target, level));
      count = count - (present ? 1 : 0) + (stays ? 1 : 0);
      if (present) {
        ++at;
        ++index;
      }
    }
    if (at != old.end()) append_from(at->bytes(), whole.bytes());
    return count;
  }

  /// Appends all of `whole` from where `part` of it begins.
  void append_from(std::string_view part, std::string_view whole) {
    assembly_.append(whole.substr(static_cast<std::size_t>(part.data() - whole.data())));
  }

  /// Appends what `target` makes of the element `old`. Whether there is one afterwards.
  Result<bool> element(std::optional<ValueView> old, const PathNode& target, std::size_t level) {
    if (target.is_leaf()) return leaf(old, outcomes_[target.number], level);
    const PathNode* children = target.first_child;
    const bool in_list = children->element.is_index;
    const value::Type wanted = in_list ? value::Type::kList : value::Type::kMap;
    if (!old.has_value() || old->type() != wanted) return messages::invalid_update_path();

    const Assembly::Mark container = assembly_.begin();
    MAGNETO_ASSIGN_OR_RETURN(const std::uint32_t count, in_list
                                                            ? list(*old, children, level + 1)
                                                            : map(old->map(), children, level + 1));
    assembly_.end(container, in_list ? value::Tag::kList : value::Tag::kMap, count);
    return true;
  }

  Result<bool> leaf(std::optional<ValueView> old, const Outcome& outcome, std::size_t level) {
    switch (outcome.kind) {
      case Outcome::Kind::kUnchanged:
        if (old.has_value()) assembly_.append(old->bytes());
        return old.has_value();
      case Outcome::Kind::kRemoved:
        return false;
      case Outcome::Kind::kValue:
        if (!nests_within(outcome.value, kMaxContainerLevels - level)) {
          return messages::too_deeply_nested();
        }
        assembly_.append(outcome.value.bytes());
        return true;
    }
    return false;
  }

  Assembly assembly_;
  std::span<const Outcome> outcomes_;
};

}  // namespace

Result<value::ItemView> apply_update(Arena& arena, const Update& update, value::ItemView old) {
  MAGNETO_ASSIGN_OR_RETURN(const std::span<const Outcome> outcomes,
                           update_values(arena, update, old));
  return Splicer(arena, outcomes).item(old, update.tree.first());
}

value::ItemView updated_attributes(Arena& arena, const Update& update, value::ItemView item) {
  return project_paths(arena, update.tree, item);
}

bool only_removes(const Update& update) {
  if (update.actions.empty()) return false;  // An update without any action makes an item.
  for (const UpdateAction& action : update.actions) {
    if (action.section != Section::kRemove && action.section != Section::kDelete) return false;
  }
  return true;
}

}  // namespace magneto::internal::expression
