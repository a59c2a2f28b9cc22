// SPDX-License-Identifier: Apache-2.0
#include "operations/items/request_expressions.h"

#include "base/first_repeated.h"
#include "operations/core/messages.h"

namespace magneto::internal::operations {
namespace {

using expression::NameBinding;

std::span<const NameBinding> name_bindings(Arena& arena, const ExpressionNames& names) {
  if (!names) return {};
  const std::span<NameBinding> bindings = arena.make_span<NameBinding>(names->size());
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    bindings[i] = {(*names)[i].key, (*names)[i].value};
  }
  return bindings;
}

Result<void> check_no_empty_name(std::span<const NameBinding> bindings) {
  for (const NameBinding& binding : bindings) {
    if (binding.name.empty()) {
      return validation_error(messages::empty_expression_name(binding.placeholder));
    }
  }
  return {};
}

}  // namespace

Result<RequestExpressions> RequestExpressions::begin(
    Context& context, const ExpressionNames& names,
    const std::optional<model::AttributeMap>& values) {
  const std::span<const NameBinding> bindings = name_bindings(context.arena, names);
  if (names) MAGNETO_RETURN_IF_ERROR(expression::check_names(bindings));
  if (values) {
    MAGNETO_RETURN_IF_ERROR(expression::check_value_keys(*values));
    if (!values->problem.empty()) {
      if (context.wording.bare_values) return validation_error(std::string(values->problem));
      return validation_error(
          messages::invalid_expression_value(values->problem, values->problem_name));
    }
  }
  MAGNETO_RETURN_IF_ERROR(check_no_empty_name(bindings));
  return RequestExpressions(context, bindings,
                            values ? value::ItemView(*values) : value::ItemView());
}

Result<const expression::Update*> RequestExpressions::update(const ExpressionText& text) {
  if (!text) return nullptr;
  return expression::bind_update(context_.parse_cache, context_.arena, *text, placeholders_);
}

Result<const expression::Condition*> RequestExpressions::condition(const ExpressionText& text,
                                                                   expression::Role role) {
  if (!text) return nullptr;
  return expression::bind_condition(context_.parse_cache, context_.arena, role, *text,
                                    placeholders_);
}

Result<const expression::Projection*> RequestExpressions::projection(const ExpressionText& text) {
  if (!text) return nullptr;
  return expression::bind_projection(context_.parse_cache, context_.arena, *text, placeholders_);
}

const expression::Projection* projection_of_request(
    Arena& arena, const std::optional<std::span<const std::string_view>>& attributes_to_get,
    const expression::Projection* projection) {
  return attributes_to_get ? expression::projection_of(arena, *attributes_to_get) : projection;
}

Result<void> check_attributes_to_get(
    const std::optional<std::span<const std::string_view>>& attributes) {
  if (!attributes) return {};
  const std::size_t repeated = first_repeated(*attributes);
  for (std::string_view name : attributes->first(repeated)) {
    if (name.empty()) return validation_error(std::string(messages::kEmptyName));
  }
  if (repeated == attributes->size()) return {};
  return validation_error(messages::duplicate_attribute((*attributes)[repeated]));
}

}  // namespace magneto::internal::operations
