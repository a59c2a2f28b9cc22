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
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/utf8.h"
#include "checks/messages.h"
#include "checks/pattern.h"
#include "checks/quoted_value.h"
#include "checks/rules.h"
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
  std::string_view name;         ///< A member's path name, a map's key, or an element's number.
  std::string_view member_name;  ///< A member's own name; empty otherwise.

  /// "requestItems.music.member.keys"; with `named`, "RequestItems.music.member.Keys".
  std::string text(bool named = false) const {
    std::string result = parent == nullptr ? std::string() : parent->text(named);
    if (!result.empty()) result += '.';
    if (member_name.empty()) return result.append(name).append(".member");
    return result.append(named ? member_name : name);
  }
};

/// What kind of constraint was broken: Gather tells them apart.
enum class Broken : std::uint8_t { kMissing, kEnum, kBound, kOther };

class Validator {
 public:
  explicit Validator(const Rules& rules) : rules_(rules) {}

  void check_input(const model::Shape& shape, const void* input);
  Result<void> result() const;

 private:
  struct Problem {
    Broken broken;
    std::string text;
  };

  void check_structure(const model::Shape& shape, const void* structure, const Path* path);
  void check_member(const model::Member& member, const void* structure, const Path* path);
  void check(const model::Shape& shape, const void* value, const Path& path);
  void check_string(const model::Shape& shape, const void* value, const Path& path);
  void check_number(const model::Shape& shape, const void* value, const Path& path);
  void check_list(const model::Shape& shape, const void* value, const Path& path);
  void check_map(const model::Shape& shape, const void* value, const Path& path);
  void check_item_names(const model::Shape& shape, const void* value, const Path& path);
  void check_size(const model::Shape& shape, std::size_t size, const void* value, const Path& path);
  void report(Broken broken, const model::Shape& shape, const void* value, const Path& path,
              const std::string& constraint);
  bool full() const;

  const Rules& rules_;
  std::vector<Problem> problems_;
};

/// Whether what else is wrong cannot change the answer.
bool Validator::full() const {
  return problems_.size() == (rules_.gather == Gather::kFirst ? 1 : kMaxErrors);
}

void Validator::check_input(const model::Shape& shape, const void* input) {
  const auto comes_first = [this](const model::Member& member) {
    return std::ranges::find(rules_.first, member.name) != rules_.first.end();
  };
  for (const std::string_view name : rules_.first) {
    const auto member = std::ranges::find(shape.members, name, &model::Member::name);
    if (member != shape.members.end()) check_member(*member, input, nullptr);
  }
  for (const model::Member& member : shape.members) {
    if (!comes_first(member)) check_member(member, input, nullptr);
  }
}

void Validator::check_structure(const model::Shape& shape, const void* structure,
                                const Path* path) {
  for (const model::Member& member : shape.members) check_member(member, structure, path);
}

void Validator::check_member(const model::Member& member, const void* structure, const Path* path) {
  if (full() || (member.shape->unconstrained && !member.required)) return;
  const Path inner = {path, member.path_name, member.name};
  const void* const value = member.find(structure);
  if (value != nullptr) {
    check(*member.shape, value, inner);
  } else if (member.required) {
    report(Broken::kMissing, *member.shape, nullptr, inner, std::string(messages::kNotNull));
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
  const bool bare_bound = rules_.bounds == Bounds::kNamed && text.empty();
  const model::Shape& bounds = bare_bound ? shape : bounds_of(shape, text);
  // The bounds of a table's name, where an ARN may stand, are the older layer's.
  const Broken bound = &bounds == &shape ? Broken::kBound : Broken::kOther;
  if (!in_values(bounds, text))
    report(Broken::kEnum, shape, value, path, messages::in_enum(bounds));
  const auto check_pattern = [&] {
    if (matches(bounds.pattern, text)) return;
    report(Broken::kOther, shape, value, path, messages::in_pattern(bounds.pattern_text));
  };
  const bool is_name = shape.table_name_or_arn || &shape == &model::table::kIndexName;
  if (!is_name) check_pattern();
  if (!long_enough(bounds, text))
    report(bound, shape, value, path, messages::length_at_least(bounds.min));
  if (!short_enough(bounds, text))
    report(bound, shape, value, path, messages::length_at_most(bounds.max));
  if (is_name) check_pattern();
}

void Validator::check_number(const model::Shape& shape, const void* value, const Path& path) {
  const std::int64_t number = *static_cast<const std::int64_t*>(value);
  if (number < shape.min)
    report(Broken::kBound, shape, value, path, messages::value_at_least(shape.min));
  if (number > shape.max)
    report(Broken::kBound, shape, value, path, messages::value_at_most(shape.max));
}

void Validator::check_size(const model::Shape& shape, std::size_t size, const void* value,
                           const Path& path) {
  const auto length = static_cast<std::int64_t>(size);
  if (length < shape.min)
    report(Broken::kBound, shape, value, path, messages::length_at_least(shape.min));
  if (length > shape.max)
    report(Broken::kBound, shape, value, path, messages::length_at_most(shape.max));
}

void Validator::check_list(const model::Shape& shape, const void* value, const Path& path) {
  const std::size_t size = shape.sequence->size(value);
  check_size(shape, size, value, path);
  if (shape.element->unconstrained && shape.element->kind != model::Kind::kString) return;

  bool all_conform = true;
  for (std::size_t i = 0; i < size && !full(); ++i) {
    const void* const element = shape.sequence->element(value, i);
    std::array<char, 20> digits;
    const char* const end = std::to_chars(digits.begin(), digits.end(), i + 1).ptr;
    const Path inner = {&path, {digits.data(), static_cast<std::size_t>(end - digits.data())}, {}};
    if (shape.element->kind != model::Kind::kString) {
      check(*shape.element, element, inner);
    } else if (static_cast<const std::string_view*>(element)->data() == nullptr) {
      report(Broken::kMissing, *shape.element, nullptr, inner, std::string(messages::kNotNull));
    } else {
      all_conform = all_conform && conforms(*shape.element, element);
    }
  }
  if (!all_conform) {
    report(Broken::kOther, shape, value, path,
           messages::of_list_elements(constraints_of(*shape.element)));
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
  if (!keys_conform)
    report(Broken::kOther, shape, value, path, messages::of_keys(constraints_of(*shape.key)));
  if (!values_conform) {
    report(Broken::kOther, shape, value, path,
           messages::of_map_values(constraints_of(*shape.element)));
  }

  for (std::size_t i = 0; i < size && !full(); ++i) {
    const model::Shape& element = *shape.element;
    const void* const entry = sequence.element(value, i);
    const Path inner = {&path, *sequence.key(value, i), {}};
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
      report(Broken::kMissing, element, nullptr, inner, std::string(messages::kNotNull));
    }
  }
}

void Validator::check_item_names(const model::Shape& shape, const void* value, const Path& path) {
  const auto& item = *static_cast<const model::AttributeMap*>(value);
  if (static_cast<std::int64_t>(item.bytes().size()) <= shape.key->max) return;
  for (const value::Attribute& attribute : item) {
    if (short_enough(*shape.key, attribute.name)) continue;
    return report(Broken::kOther, shape, value, path,
                  messages::of_keys(constraints_of(*shape.key)));
  }
}

void Validator::report(Broken broken, const model::Shape& shape, const void* value,
                       const Path& path, const std::string& constraint) {
  if (full()) return;
  const bool is_member_of_input = path.parent == nullptr;
  if (broken == Broken::kEnum && is_member_of_input && path.member_name == rules_.bare_enum) {
    problems_.push_back({broken, std::string(messages::kBareEnum)});
    return;
  }
  if (broken == Broken::kBound && rules_.bounds == Bounds::kNamed) {
    problems_.push_back({broken, messages::failed_bound(path.text(true), constraint)});
    return;
  }
  std::string quoted = "null";
  if (value != nullptr)
    quoted = std::string("'").append(quoted_value(shape, value, rules_.quoting)).append("'");
  problems_.push_back({broken, messages::failed(quoted, path.text(), constraint)});
}

/// Whether the answer lists `problem` beside the first one.
bool is_listed(Gather gather, Broken first, bool any_missing, Broken problem) {
  switch (gather) {
    case Gather::kFirst:
      return false;
    case Gather::kEnums:
      return first == Broken::kEnum && problem == Broken::kEnum;
    case Gather::kMissing:
      return any_missing;
    case Gather::kAll:
      return true;
  }
  return false;
}

Result<void> Validator::result() const {
  if (problems_.empty()) return {};
  const bool any_missing = std::ranges::any_of(
      problems_, [](const Problem& each) { return each.broken == Broken::kMissing; });
  std::string texts = problems_.front().text;
  std::size_t count = 1;
  for (std::size_t i = 1; i < problems_.size(); ++i) {
    const Broken broken = problems_[i].broken;
    if (!is_listed(rules_.gather, problems_.front().broken, any_missing, broken)) continue;
    texts.append("; ").append(problems_[i].text);
    ++count;
  }
  return validation_error(messages::detected(count, texts));
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

/// What today's service says of one member before everything else (rules.h).
Result<void> check_by_rules(const model::Shape& shape, const void* input, const Rules& rules) {
  if (!rules.parameter.empty() && find_text(shape, input, rules.parameter) == nullptr) {
    return validation_error(messages::parameter_missing(rules.parameter));
  }
  for (const model::Member& member : shape.members) {
    if (!rules.missing_field || !member.required || member.find(input) != nullptr) continue;
    return validation_error(messages::missing_field(member.name));
  }
  if (rules.empty_map.empty()) return {};
  for (const model::Member& member : shape.members) {
    if (member.shape->kind != model::Kind::kMap) continue;
    const void* const map = member.find(input);
    if (map != nullptr && member.shape->sequence->size(map) == 0) {
      return validation_error(std::string(rules.empty_map));
    }
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
  // Rules say how errors are told, not what is one: a right request does not pay for them.
  static constexpr Rules kNoRules = {};
  Validator any(kNoRules);
  any.check_input(shape, value);
  if (any.result().ok()) return {};

  static constexpr Rules kLegacy = {.input = {}, .gather = Gather::kAll};
  const Rules& rules = wording == Wording::kLegacy ? kLegacy : rules_of(shape);
  MAGNETO_RETURN_IF_ERROR(check_by_rules(shape, value, rules));
  Validator validator(rules);
  validator.check_input(shape, value);
  return validator.result();
}

}  // namespace magneto::internal::checks
