// SPDX-License-Identifier: Apache-2.0
//
// Values in tests, as short text:
//
//   1  -2.5  'text'  b'bytes'  true  false  null  [1, 'a']  {k: 1}  <'a', 'b'>  <1, 2>  <b'x'>
//
// An item is what stands between the braces of a map: "a: 1, b: [2]".
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "value/decimal.h"
#include "value/encoded_item.h"
#include "value/item_builder.h"

namespace magneto::internal::expression {

class LiteralReader {
 public:
  LiteralReader(Arena& arena, std::string_view text) : arena_(arena), rest_(text) {}

  value::ItemView item() { return value::make_item(arena_, attributes('\0')); }

  value::ValueView value() {
    skip_blanks();
    if (take('[')) return value::make_list(arena_, values(']'));
    if (take('{')) return value::make_map(arena_, attributes('}'));
    if (take('<')) return set();
    if (take('\'')) return value::make_string(arena_, quoted());
    if (rest_.starts_with("b'")) {
      rest_.remove_prefix(2);
      return value::make_binary(arena_, quoted());
    }
    const std::string_view word = take_word();
    if (word == "true" || word == "false") return value::make_bool(word == "true");
    if (word == "null") return value::make_null();
    char number[value::Decimal::kMaxEncodedBytes];
    const auto length = value::number_from_chars(word, number);
    EXPECT_TRUE(length.ok()) << "no literal: " << word;
    return value::make_number(arena_, {number, length.value()});
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
  }

  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_until(std::size_t end) {
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view quoted() {
    const std::string_view text = take_until(rest_.find('\''));
    rest_.remove_prefix(1);
    return text;
  }

  std::string_view take_word() { return take_until(rest_.find_first_of(" ,]}>")); }

  std::vector<value::ValueView> values(char end) {
    std::vector<value::ValueView> all;
    while (!take(end)) {
      all.push_back(value());
      take(',');
    }
    return all;
  }

  std::span<value::Attribute> attributes(char end) {
    std::vector<value::Attribute> all;
    skip_blanks();
    while (end == '\0' ? !rest_.empty() : !take(end)) {
      skip_blanks();
      const std::string_view name = take_until(rest_.find(':'));
      take(':');
      all.push_back({name, value()});
      take(',');
      skip_blanks();
    }
    return arena_.copy(std::span<const value::Attribute>(all));
  }

  value::ValueView set() {
    const std::vector<value::ValueView> elements = values('>');
    std::vector<std::string_view> scalars;
    for (value::ValueView element : elements) scalars.push_back(element.scalar());
    const auto type = static_cast<value::Type>(static_cast<int>(elements.at(0).type()) +
                                               static_cast<int>(value::Type::kStringSet));
    return value::make_set(arena_, type, scalars);
  }

  Arena& arena_;
  std::string_view rest_;
};

inline value::ItemView item_of(Arena& arena, std::string_view text) {
  return LiteralReader(arena, arena.copy(text)).item();
}

inline value::ValueView value_of(Arena& arena, std::string_view text) {
  return LiteralReader(arena, arena.copy(text)).value();
}

std::string literal_of(value::ValueView value);

inline std::string literal_of(value::MapView map) {
  std::string text;
  for (const value::Attribute& attribute : map) {
    if (!text.empty()) text += ", ";
    text += std::string(attribute.name) + ": " + literal_of(attribute.value);
  }
  return text;
}

inline std::string literal_of_scalar(value::Type type, std::string_view scalar) {
  if (type == value::Type::kNumber) return value::Decimal::decode(scalar).to_string();
  std::string text = type == value::Type::kBinary ? "b'" : "'";
  text += scalar;
  text += '\'';
  return text;
}

/// The literal of a value; what value_of() reads.
inline std::string literal_of(value::ValueView value) {
  const value::Type type = value.type();
  if (type == value::Type::kBool) return value.boolean() ? "true" : "false";
  if (type == value::Type::kNull) return "null";
  if (type == value::Type::kMap)
    return std::string("{").append(literal_of(value.map())).append("}");
  if (!value::is_set(type) && type != value::Type::kList) {
    return literal_of_scalar(type, value.scalar());
  }
  std::string text;
  const auto add = [&text](const std::string& element) {
    if (!text.empty()) text += ", ";
    text += element;
  };
  if (type == value::Type::kList) {
    for (value::ValueView element : value.list()) add(literal_of(element));
    return std::string("[").append(text).append("]");
  }
  for (std::string_view element : value.set()) {
    add(literal_of_scalar(value::element_type(type), element));
  }
  return std::string("<").append(text).append(">");
}

}  // namespace magneto::internal::expression
