// SPDX-License-Identifier: Apache-2.0
#include "operations/items/legacy_parameters.h"

#include "operations/core/messages.h"

namespace magneto::internal::operations {
namespace {

namespace legacy = expression::legacy;
using value::ValueView;

legacy::Logic logic_of(const ConditionalOperator& op) {
  return op == model::ConditionalOperator::kOr ? legacy::Logic::kOr : legacy::Logic::kAnd;
}

// The constraints of the model let nothing but the known names through.
legacy::Operator operator_of(std::string_view name) {
  return legacy::operator_named(name).value_or(legacy::Operator::kEq);
}

using ValueList = std::optional<std::span<const model::AttributeValue>>;

std::span<const ValueView> values_of(Arena& arena, const ValueList& list) {
  if (!list) return {};
  const std::span<ValueView> values = arena.make_span<ValueView>(list->size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = (*list)[i];
  return values;
}

Result<void> check_contents(const ValueList& list) {
  if (!list) return {};
  for (const model::AttributeValue& value : *list) {
    MAGNETO_RETURN_IF_ERROR(model::check_content(value));
  }
  return {};
}

Result<void> check_name(std::string_view attribute) {
  if (!attribute.empty()) return {};
  return validation_error(std::string(messages::kEmptyName));
}

Result<std::span<const legacy::AttributeCondition>> conditions_of(Arena& arena,
                                                                  const Conditions& conditions) {
  const auto bound = arena.make_span<legacy::AttributeCondition>(conditions->size());
  for (std::size_t i = 0; i < bound.size(); ++i) {
    const model::Condition& condition = (*conditions)[i].value;
    MAGNETO_RETURN_IF_ERROR(check_name((*conditions)[i].key));
    bound[i].attribute = (*conditions)[i].key;
    bound[i].op = operator_of(condition.comparison_operator->text());
    MAGNETO_RETURN_IF_ERROR(check_contents(condition.attribute_value_list));
    bound[i].values = values_of(arena, condition.attribute_value_list);
    MAGNETO_RETURN_IF_ERROR(legacy::check_condition(bound[i]));
  }
  return std::span<const legacy::AttributeCondition>(bound);
}

Result<void> fill_expected(Arena& arena, const model::ExpectedAttributeValue& from,
                           legacy::ExpectedAttribute& to) {
  if (from.value) to.value = *from.value;
  to.exists = from.exists;
  if (from.comparison_operator) to.op = operator_of(from.comparison_operator->text());
  if (from.attribute_value_list) to.values = values_of(arena, from.attribute_value_list);

  MAGNETO_RETURN_IF_ERROR(legacy::check_members(to));
  if (from.value) MAGNETO_RETURN_IF_ERROR(model::check_content(*from.value));
  MAGNETO_RETURN_IF_ERROR(check_contents(from.attribute_value_list));
  return legacy::check_arguments(to);
}

// Whether the operator joins conditions. `bound` is what binding `count` of them gave: their own
// errors come first.
Result<const expression::Condition*> joined(const ConditionalOperator& op, std::size_t count,
                                            Result<const expression::Condition*> bound) {
  if (!op || count > 1 || !bound.ok()) return bound;
  return validation_error(std::string(count == 0 ? messages::kConditionalOperatorAlone
                                                 : messages::kConditionalOperatorOfOne));
}

}  // namespace

Result<const expression::Condition*> bind_expected(Arena& arena, const Expected& expected,
                                                   const ConditionalOperator& op) {
  if (!expected) return joined(op, 0, nullptr);
  const auto bound = arena.make_span<legacy::ExpectedAttribute>(expected->size());
  for (std::size_t i = 0; i < bound.size(); ++i) {
    MAGNETO_RETURN_IF_ERROR(check_name((*expected)[i].key));
    bound[i].attribute = (*expected)[i].key;
    MAGNETO_RETURN_IF_ERROR(fill_expected(arena, (*expected)[i].value, bound[i]));
  }
  return joined(op, bound.size(), legacy::bind_expected(arena, bound, logic_of(op)));
}

Result<const expression::Condition*> bind_filter(Arena& arena, const Conditions& filter,
                                                 const ConditionalOperator& op) {
  if (!filter) return joined(op, 0, nullptr);
  MAGNETO_ASSIGN_OR_RETURN(const auto conditions, conditions_of(arena, filter));
  return joined(op, conditions.size(), legacy::bind_filter(arena, conditions, logic_of(op)));
}

Result<const expression::KeyTerms*> bind_key_conditions(Arena& arena, const Conditions& conditions,
                                                        bool has_index) {
  if (!conditions) return nullptr;
  MAGNETO_ASSIGN_OR_RETURN(const auto bound, conditions_of(arena, conditions));
  return legacy::bind_key_conditions(arena, bound, has_index);
}

Result<const expression::Update*> bind_attribute_updates(Arena& arena,
                                                         const AttributeUpdates& updates) {
  if (!updates || updates->empty()) return nullptr;
  const auto bound = arena.make_span<legacy::AttributeUpdate>(updates->size());
  for (std::size_t i = 0; i < bound.size(); ++i) {
    const model::AttributeValueUpdate& update = (*updates)[i].value;
    MAGNETO_RETURN_IF_ERROR(check_name((*updates)[i].key));
    bound[i].attribute = (*updates)[i].key;
    if (update.value) {
      MAGNETO_RETURN_IF_ERROR(model::check_content(*update.value));
      bound[i].value = *update.value;
    }
    if (update.action) {
      bound[i].action = legacy::action_named(update.action->text()).value_or(legacy::Action::kPut);
    }
  }
  return legacy::bind_attribute_updates(arena, bound);
}

}  // namespace magneto::internal::operations
