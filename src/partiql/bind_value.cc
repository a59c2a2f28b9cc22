// SPDX-License-Identifier: Apache-2.0
//
// Literals to values. Where one stands is told by the names and numbers on the way to it, "root"
// before them. Parameters stand for a whole value: not inside of lists, tuples and bags (as
// DynamoDB Local has it).
#include <algorithm>
#include <string>
#include <vector>

#include "expression/messages.h"
#include "partiql/binding.h"
#include "partiql/messages.h"
#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::partiql {
namespace {

using Kind = Node::Kind;
using value::ValueView;

constexpr std::size_t kMaxLevels = 32;
constexpr std::string_view kRoot = "root";

// What the text calls something that is no value.
std::string_view type_of(const Node& node) {
  switch (node.kind) {
    case Kind::kMissing:
      return "MISSING";
    case Kind::kParameter:
      return "Parameter";
    case Kind::kPath:
      return "PATH";
    case Kind::kSelect:
      return "SELECT";
    case Kind::kCase:
      return "CASE";
    case Kind::kIs:
      return "is";
    default:
      return node.text;
  }
}

// The same inside of another value: the name of a class (as DynamoDB Local has it).
std::string_view class_of(const Node& node) {
  switch (node.kind) {
    case Kind::kMissing:
      return "LiteralMissing";
    case Kind::kVariable:
      return "VariableReference";
    case Kind::kParameter:
      return "Parameter";
    case Kind::kPath:
      return "Path";
    case Kind::kSelect:
      return "Select";
    case Kind::kCase:
      return node.simple ? "SimpleCase" : "SearchedCase";
    case Kind::kIs:
      return node.negated ? "NAry" : "Typed";
    default:
      return "NAry";
  }
}

// Ion literals are only looked at for their text.
std::string_view ion_type(std::string_view text) {
  if (text.starts_with("{{")) return "BLOB";
  if (text.starts_with('{')) return "STRUCT";
  if (text.starts_with('[')) return "LIST";
  if (text.starts_with('(')) return "SEXP";
  if (text.starts_with('"')) return "STRING";
  if (text == "true" || text == "false") return "BOOL";
  const bool number = text.find_first_not_of("-0123456789") == std::string_view::npos;
  if (number && !text.empty()) return "INT";
  return "SYMBOL";
}

std::string_view key_type(const Node& node) {
  switch (node.kind) {
    case Kind::kVariable:
      return "VariableReference";
    case Kind::kNumber:
      return node.text.find_first_of(".eE") == std::string_view::npos ? "INT" : "DECIMAL";
    case Kind::kBoolean:
      return "BOOL";
    case Kind::kNull:
      return "NULL";
    case Kind::kParameter:
      return "Parameter";
    case Kind::kPath:
      return "Path";
    default:
      return "NAry";
  }
}

// A decimal; the integer -0 is 0.
bool is_negative_zero(std::string_view number) {
  if (!number.starts_with('-') || number.find('.') == std::string_view::npos) return false;
  const std::string_view digits = number.substr(0, number.find_first_of("eE"));
  return digits.find_first_of("123456789") == std::string_view::npos;
}

// "root.1.x" with the numbers of elements as numbers are told of: "root[1].x".
std::string with_brackets(std::string_view key) {
  std::string text;
  for (std::size_t begin = 0; begin <= key.size();) {
    const std::size_t end = std::min(key.find('.', begin), key.size());
    const std::string_view part = key.substr(begin, end - begin);
    const bool number =
        !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    text += number ? "[" + std::string(part) + "]" : (begin == 0 ? "" : ".") + std::string(part);
    begin = end + 1;
  }
  return text;
}

class ValueBinder {
 public:
  ValueBinder(Arena& arena, Parameters parameters) : arena_(arena), parameters_(parameters) {}

  Result<ValueView> value(const Node& node, const std::string& key, std::size_t level) {
    if (level > kMaxLevels) return expression::messages::too_deeply_nested();
    switch (node.kind) {
      case Kind::kString:
        return value::make_string(arena_, node.text);
      case Kind::kNumber:
        return number(node, key);
      case Kind::kBoolean:
        return value::make_bool(node.text == "true");
      case Kind::kNull:
        return value::make_null();
      case Kind::kList:
        return list(node, key, level);
      case Kind::kBag:
        return bag(node);
      case Kind::kStruct: {
        MAGNETO_ASSIGN_OR_RETURN(const std::span<value::Attribute> members,
                                 structure(node, key, level));
        return value::make_map(arena_, members);
      }
      case Kind::kIon:
        return messages::at(messages::ion_literal(ion_type(node.text), key), node.position);
      default:
        return no_value(node, key);
    }
  }

  // The members of a tuple, whose values may be parameters when it is an item.
  Result<std::span<value::Attribute>> structure(const Node& node, const std::string& key,
                                                std::size_t level) {
    std::vector<value::Attribute> members;
    for (std::size_t i = 0; i < node.children.size(); i += 2) {
      const Node& name = *node.children[i];
      const Node& member = *node.children[i + 1];
      if (!name.is(Kind::kString)) {
        return messages::at(messages::key_type(key_type(name), kRoot), name.position);
      }
      if (name.text.empty()) return validation_error(std::string(messages::kEmptyPath));
      if (std::ranges::find(members, name.text, &value::Attribute::name) != members.end()) {
        // Of an item the name is told, of a tuple in it the tuple.
        return messages::at(messages::duplicate_key(name.text, kRoot),
                            level == 0 ? name.position : node.position);
      }
      ValueView bound;
      if (level == 0 && member.is(Kind::kParameter)) {
        bound = parameters_[member.parameter];
      } else {
        // An item's own members are roots themselves.
        const std::string below = level == 0 ? key : key + "." + std::string(name.text);
        MAGNETO_ASSIGN_OR_RETURN(bound, value(member, below, level + 1));
      }
      members.push_back({name.text, bound});
    }
    return arena_.copy(std::span<const value::Attribute>(members));
  }

 private:
  static Error no_value(const Node& node, const std::string& key) {
    std::string text = messages::data_type(key == kRoot ? type_of(node) : class_of(node), key);
    if (node.is(Kind::kPath)) return validation_error(std::move(text));
    return messages::at(std::move(text), node.position);
  }

  Result<ValueView> number(const Node& node, std::string_view key) {
    if (is_negative_zero(node.text)) {
      return messages::at(messages::negative_zero(key), node.position);
    }
    char bytes[value::Decimal::kMaxEncodedBytes];
    const Result<std::size_t> length = value::number_from_chars(node.text, bytes);
    if (length.ok()) return value::make_number(arena_, {bytes, *length});
    return validation_error(messages::under(length.error().message(), with_brackets(key)));
  }

  Result<ValueView> list(const Node& node, const std::string& key, std::size_t level) {
    const std::span<ValueView> elements = arena_.make_span<ValueView>(node.children.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      MAGNETO_ASSIGN_OR_RETURN(elements[i],
                               value(*node.children[i], key + "." + std::to_string(i), level + 1));
    }
    return value::make_list(arena_, elements);
  }

  // A set: of strings or of numbers. Binary sets come as parameters only.
  Result<ValueView> bag(const Node& node) {
    if (node.children.empty()) return validation_error(std::string(messages::kEmptyBag));
    const bool strings = node.children[0]->is(Kind::kString);
    const std::span<std::string_view> elements =
        arena_.make_span<std::string_view>(node.children.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const Node& element = *node.children[i];
      if (!element.is(Kind::kString) && !element.is(Kind::kNumber)) {
        return messages::at(std::string(messages::kBagType), element.position);
      }
      if (element.is(Kind::kString) != strings) {
        return validation_error(std::string(messages::kBagType));
      }
      MAGNETO_ASSIGN_OR_RETURN(const ValueView bound, value(element, std::string(kRoot), 0));
      elements[i] = bound.scalar();
    }
    std::ranges::sort(elements);
    if (std::ranges::adjacent_find(elements) != elements.end()) {
      return validation_error(std::string(messages::kBagDuplicates));
    }
    const value::Type type = strings ? value::Type::kStringSet : value::Type::kNumberSet;
    return value::make_set(arena_, type, elements);
  }

  Arena& arena_;
  Parameters parameters_;
};

}  // namespace

Result<ValueView> bind_value(Arena& arena, const Node& node, Parameters parameters) {
  if (node.is(Kind::kParameter)) return parameters[node.parameter];
  return ValueBinder(arena, parameters).value(node, std::string(kRoot), 1);
}

Result<value::ItemView> bind_item(Arena& arena, const Node& node, Parameters parameters) {
  MAGNETO_ASSIGN_OR_RETURN(const std::span<value::Attribute> members,
                           ValueBinder(arena, parameters).structure(node, std::string(kRoot), 0));
  return value::make_item(arena, members);
}

}  // namespace magneto::internal::partiql
