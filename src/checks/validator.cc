// SPDX-License-Identifier: Apache-2.0
//
// The model's constraints, checked in one walk over a decoded struct in the order of its table.
// Observed:
//
// - A member that is absent or wrong is named by its path: "keySchema.1.member.attributeName",
//   "requestItems.music.member.2.member.putRequest.item".
// - Constraints of a list's or map's keys, strings and lists are reported once, for the whole
//   list or map, with all constraints of the element in brackets.
// - Of one string, the pattern is reported before the length; of table and index names the length
//   comes first.
// - An error text lists at most ten errors.
#include <array>
#include <charconv>

#include "base/utf8.h"
#include "checks/messages.h"
#include "checks/pattern.h"
#include "checks/quoted_value.h"
#include "checks/validate.h"

namespace magneto::internal::checks {
namespace {

constexpr std::size_t kMaxErrors = 10;

std::int64_t length_of(std::string_view text) {
  return static_cast<std::int64_t>(utf16_length(text));
}

bool is_arn(std::string_view name) { return name.starts_with("arn:"); }

/// Where an ARN is accepted for a table name, the bounds of names still hold for names.
const model::Shape& bounds_of(const model::Shape& shape, std::string_view text) {
  return shape.table_name_or_arn && !is_arn(text) ? model::table::kTableName : shape;
}

bool in_values(const model::Shape& shape, std::string_view text) {
  for (const std::string_view value : shape.values) {
    if (value == text) return true;
  }
  return shape.values.empty();
}

bool long_enough(const model::Shape& shape, std::string_view text) {
  const auto bytes = static_cast<std::int64_t>(text.size());
  return shape.min == model::kNoMinimum || (bytes >= shape.min && length_of(text) >= shape.min);
}

bool short_enough(const model::Shape& shape, std::string_view text) {
  return static_cast<std::int64_t>(text.size()) <= shape.max || length_of(text) <= shape.max;
}

/// Whether a string or list may be an element. A null string (no data) may not.
bool conforms(const model::Shape& shape, const void* value) {
  if (shape.kind == model::Kind::kList || shape.kind == model::Kind::kMap) {
    const auto size = static_cast<std::int64_t>(shape.sequence->size(value));
    return size >= shape.min && size <= shape.max;
  }
  if (shape.kind != model::Kind::kString) return true;
  const std::string_view text = *static_cast<const std::string_view*>(value);
  const model::Shape& bounds = bounds_of(shape, text);
  return in_values(bounds, text) && matches(bounds.pattern, text) && long_enough(bounds, text) &&
         short_enough(bounds, text);
}

/// All constraints of an element, in the order of the service's list.
std::string constraints_of(const model::Shape& element) {
  const model::Shape& shape = element.table_name_or_arn ? model::table::kTableName : element;
  std::string text;
  const auto add = [&text](const std::string& constraint) {
    if (!text.empty()) text += ", ";
    text += constraint;
  };
  if (shape.max != model::kNoMaximum) add(messages::length_at_most(shape.max));
  if (shape.min != model::kNoMinimum) add(messages::length_at_least(shape.min));
  if (shape.pattern != model::Pattern::kNone) add(messages::in_pattern(shape.pattern_text));
  if (!shape.values.empty()) add(messages::in_enum(shape));
  return text;
}

/// A place in the struct: a chain on the stack from the innermost part outwards.
struct Path {
  const Path* parent;
  std::string_view name;  ///< A member's path name, a map's key, or an element's number.
  bool is_member;

  std::string text() const {
    std::string result = parent == nullptr ? std::string() : parent->text();
    if (!result.empty()) result += '.';
    result += name;
    return is_member ? result : result + ".member";
  }
};

class Validator {
 public:
  explicit Validator(Wording wording)
      : errors_left_(wording == Wording::kPresent ? 1 : kMaxErrors) {}

  void check_structure(const model::Shape& shape, const void* structure, const Path* path);
  Result<void> result() const;

 private:
  void check(const model::Shape& shape, const void* value, const Path& path);
  void check_string(const model::Shape& shape, const void* value, const Path& path);
  void check_number(const model::Shape& shape, const void* value, const Path& path);
  void check_list(const model::Shape& shape, const void* value, const Path& path);
  void check_map(const model::Shape& shape, const void* value, const Path& path);
  void check_item_names(const model::Shape& shape, const void* value, const Path& path);
  void check_size(const model::Shape& shape, std::size_t size, const void* value, const Path& path);
  void report(const model::Shape& shape, const void* value, const Path& path,
              const std::string& constraint);

  std::size_t errors_left_;
  std::size_t count_ = 0;
  std::string errors_;
};

void Validator::check_structure(const model::Shape& shape, const void* structure,
                                const Path* path) {
  for (const model::Member& member : shape.members) {
    if (errors_left_ == 0) return;
    if (member.shape->unconstrained && !member.required) continue;
    const Path inner = {path, member.path_name, true};
    const void* const value = member.find(structure);
    if (value != nullptr) {
      check(*member.shape, value, inner);
    } else if (member.required) {
      report(*member.shape, nullptr, inner, std::string(messages::kNotNull));
    }
  }
}

void Validator::check(const model::Shape& shape, const void* value, const Path& path) {
  if (shape.unconstrained) return;
  switch (shape.kind) {
    case model::Kind::kString:
      return check_string(shape, value, path);
    case model::Kind::kInteger:
    case model::Kind::kLong:
      return check_number(shape, value, path);
    case model::Kind::kStructure:
      return check_structure(shape, value, &path);
    case model::Kind::kList:
      return check_list(shape, value, path);
    case model::Kind::kMap:
      return check_map(shape, value, path);
    case model::Kind::kAttributeMap:
      return check_item_names(shape, value, path);
    case model::Kind::kBoolean:
    case model::Kind::kDouble:
    case model::Kind::kTimestamp:
    case model::Kind::kAttributeValue:
      return;
  }
}

void Validator::check_string(const model::Shape& shape, const void* value, const Path& path) {
  const std::string_view text = *static_cast<const std::string_view*>(value);
  const model::Shape& bounds = bounds_of(shape, text);
  if (!in_values(bounds, text)) report(shape, value, path, messages::in_enum(bounds));
  const auto check_pattern = [&] {
    if (matches(bounds.pattern, text)) return;
    report(shape, value, path, messages::in_pattern(bounds.pattern_text));
  };
  const bool is_name = shape.table_name_or_arn || &shape == &model::table::kIndexName;
  if (!is_name) check_pattern();
  if (!long_enough(bounds, text)) report(shape, value, path, messages::length_at_least(bounds.min));
  if (!short_enough(bounds, text)) report(shape, value, path, messages::length_at_most(bounds.max));
  if (is_name) check_pattern();
}

void Validator::check_number(const model::Shape& shape, const void* value, const Path& path) {
  const std::int64_t number = *static_cast<const std::int64_t*>(value);
  if (number < shape.min) report(shape, value, path, messages::value_at_least(shape.min));
  if (number > shape.max) report(shape, value, path, messages::value_at_most(shape.max));
}

void Validator::check_size(const model::Shape& shape, std::size_t size, const void* value,
                           const Path& path) {
  const auto length = static_cast<std::int64_t>(size);
  if (length < shape.min) report(shape, value, path, messages::length_at_least(shape.min));
  if (length > shape.max) report(shape, value, path, messages::length_at_most(shape.max));
}

void Validator::check_list(const model::Shape& shape, const void* value, const Path& path) {
  const std::size_t size = shape.sequence->size(value);
  check_size(shape, size, value, path);
  if (shape.element->unconstrained && shape.element->kind != model::Kind::kString) return;

  bool all_conform = true;
  for (std::size_t i = 0; i < size && errors_left_ != 0; ++i) {
    const void* const element = shape.sequence->element(value, i);
    std::array<char, 20> digits;
    const char* const end = std::to_chars(digits.begin(), digits.end(), i + 1).ptr;
    const Path inner = {
        &path, {digits.data(), static_cast<std::size_t>(end - digits.data())}, false};
    if (shape.element->kind != model::Kind::kString) {
      check(*shape.element, element, inner);
    } else if (static_cast<const std::string_view*>(element)->data() == nullptr) {
      report(*shape.element, nullptr, inner, std::string(messages::kNotNull));
    } else {
      all_conform = all_conform && conforms(*shape.element, element);
    }
  }
  if (!all_conform) {
    report(shape, value, path, messages::of_list_elements(constraints_of(*shape.element)));
  }
}

void Validator::check_map(const model::Shape& shape, const void* value, const Path& path) {
  const model::Sequence& sequence = *shape.sequence;
  const std::size_t size = sequence.size(value);
  check_size(shape, size, value, path);

  bool keys_conform = true;
  bool values_conform = true;
  for (std::size_t i = 0; i < size; ++i) {
    keys_conform = keys_conform && conforms(*shape.key, sequence.key(value, i));
    values_conform = values_conform && conforms(*shape.element, sequence.element(value, i));
  }
  if (!keys_conform) report(shape, value, path, messages::of_keys(constraints_of(*shape.key)));
  if (!values_conform) {
    report(shape, value, path, messages::of_map_values(constraints_of(*shape.element)));
  }

  for (std::size_t i = 0; i < size && errors_left_ != 0; ++i) {
    const model::Shape& element = *shape.element;
    const void* const entry = sequence.element(value, i);
    const Path inner = {&path, *sequence.key(value, i), false};
    if (element.kind == model::Kind::kStructure) {
      check_structure(element, entry, &inner);
    } else if (element.kind == model::Kind::kList &&
               element.element->kind == model::Kind::kStructure) {
      const model::Shape members_only = {.name = element.name,
                                         .kind = model::Kind::kList,
                                         .element = element.element,
                                         .sequence = element.sequence};
      check_list(members_only, entry, inner);  // its size is judged above
    } else if (element.kind == model::Kind::kString &&
               static_cast<const std::string_view*>(entry)->data() == nullptr) {
      report(element, nullptr, inner, std::string(messages::kNotNull));
    }
  }
}

void Validator::check_item_names(const model::Shape& shape, const void* value, const Path& path) {
  const auto& item = *static_cast<const model::AttributeMap*>(value);
  if (static_cast<std::int64_t>(item.bytes().size()) <= shape.key->max) return;
  for (const value::Attribute& attribute : item) {
    if (short_enough(*shape.key, attribute.name)) continue;
    return report(shape, value, path, messages::of_keys(constraints_of(*shape.key)));
  }
}

void Validator::report(const model::Shape& shape, const void* value, const Path& path,
                       const std::string& constraint) {
  if (errors_left_ == 0) return;
  --errors_left_;
  if (count_++ != 0) errors_ += "; ";
  std::string quoted = "null";
  if (value != nullptr) quoted = std::string("'").append(quoted_value(shape, value)).append("'");
  errors_ += messages::failed(quoted, path.text(), constraint);
}

Result<void> Validator::result() const {
  if (count_ == 0) return {};
  return validation_error(messages::detected(count_, errors_));
}

const std::string_view* find_text(const model::Shape& shape, const void* input,
                                  std::string_view name) {
  for (const model::Member& member : shape.members) {
    if (member.name == name) return static_cast<const std::string_view*>(member.find(input));
  }
  return nullptr;
}

Result<void> check_table_name(const std::string_view* name) {
  if (name == nullptr) return validation_error(messages::parameter_missing("TableName"));
  if (is_arn(*name)) return {};
  if (!long_enough(model::table::kTableName, *name) ||
      !short_enough(model::table::kTableName, *name)) {
    return validation_error(std::string(messages::kTableNameLength));
  }
  return {};
}

/// The table control plane looks at one member before everything else. (It did so with table names,
/// too, in the days of the legacy wording.)
Result<void> check_first(const model::Shape& shape, const void* input, Wording wording) {
  switch (shape.checked_first) {
    case model::CheckedFirst::kNone:
      return {};
    case model::CheckedFirst::kTableName:
      if (wording == Wording::kPresent) return {};
      return check_table_name(find_text(shape, input, "TableName"));
    case model::CheckedFirst::kResourceArn:
      if (find_text(shape, input, "ResourceArn") != nullptr) return {};
      return validation_error(std::string(messages::kNoResourceArn));
  }
  return {};
}

}  // namespace

Result<void> validate(const model::Shape& shape, const void* value, Wording wording) {
  MAGNETO_RETURN_IF_ERROR(check_first(shape, value, wording));
  Validator validator(wording);
  validator.check_structure(shape, value, nullptr);
  return validator.result();
}

}  // namespace magneto::internal::checks
