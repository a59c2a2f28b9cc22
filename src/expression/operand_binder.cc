// SPDX-License-Identifier: Apache-2.0

#include "expression/operand_binder.h"

#include <optional>

#include "expression/messages.h"

namespace magneto::internal::expression {
namespace {

constexpr std::size_t kMaxOperators = 300;

}  // namespace

Result<Path> OperandBinder::path(const OperandSyntax& operand) {
  const std::span<const PathElementSyntax> elements = tree_.path(operand);
  const std::span<PathElement> bound = arena_.make_span<PathElement>(elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const PathElementSyntax& element = elements[i];
    switch (element.kind) {
      case PathElementSyntax::Kind::kIndex:
        bound[i] = {.name = {}, .index = element.index, .is_index = true};
        break;
      case PathElementSyntax::Kind::kName: {
        const auto offset = static_cast<std::size_t>(element.text.data() - tree_.text.data());
        bound[i].name = text_.substr(offset, element.text.size());
        break;
      }
      case PathElementSyntax::Kind::kPlaceholder: {
        const std::optional<std::string_view> name = placeholders_.name(element.text);
        if (!name.has_value()) return messages::undefined_name(element.text);
        bound[i].name = *name;
        break;
      }
    }
  }
  if (bound.size() > kMaxPathElements) return messages::path_too_deep(bound.size());
  return Path(bound);
}

Result<value::ValueView> OperandBinder::value(const OperandSyntax& operand) {
  const std::optional<value::ValueView> found = placeholders_.value(operand.placeholder);
  if (!found.has_value()) return messages::undefined_value(operand.placeholder);
  return *found;
}

Result<void> OperandBinder::check_count(Function function, std::size_t count, std::size_t wanted) {
  if (count == wanted) return {};
  return messages::operand_count(function_name(function), count);
}

Result<void> OperandBinder::check_operators() const {
  if (tree_.operators > kMaxOperators) return messages::too_many_operators();
  return {};
}

}  // namespace magneto::internal::expression
