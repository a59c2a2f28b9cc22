// SPDX-License-Identifier: Apache-2.0
#include "commands/literal.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "base/base64.h"
#include "commands/binary_text.h"

namespace magneto::internal::commands {
namespace {

/// Deeper values the service does not take.
constexpr int kMaxLevels = 32;

magneto::Error wrong(std::string_view what, std::string_view text) {
  constexpr std::size_t kShown = 30;
  return {ErrorCode::kInvalidArgument,
          std::string(what) + " at: " + std::string(text.substr(0, kShown))};
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool same_word(std::string_view a, std::string_view lower) {
  return a.size() == lower.size() &&
         std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == y;
         });
}

std::string_view word_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(0, end);
}

bool starts_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('.')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front());
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }

  magneto::Result<Value> value(int levels, bool inside) {
    if (levels > kMaxLevels) return wrong("more than 32 levels", rest());
    blanks();
    const std::string_view left = rest();
    if (left.empty()) return magneto::Error(ErrorCode::kInvalidArgument, "a value is missing");
    if (left.starts_with("<<")) return set();
    switch (left.front()) {
      case '[':
        return list(levels);
      case '{':
        return map(levels);
      case '\'':
        return text_value('\'');
      case '"':
        if (inside) return text_value('"');
        break;
      default:
        break;
    }
    if (starts_number(left)) return number();
    return word();
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  bool take(std::string_view token) {
    blanks();
    if (!rest().starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  magneto::Result<std::string> quoted(char quote) {
    const std::string_view start = rest();
    std::string text;
    for (std::size_t i = 1; i < start.size(); ++i) {
      if (start[i] != quote) {
        text += start[i];
      } else if (i + 1 < start.size() && start[i + 1] == quote) {
        text += quote;
        ++i;
      } else {
        at_ += i + 1;
        return text;
      }
    }
    return wrong("a text that does not end", start);
  }
  magneto::Result<Value> text_value(char quote) {
    magneto::Result<std::string> text = quoted(quote);
    if (!text) return text.error();
    return Value(std::move(*text));
  }

  magneto::Result<Value> number() {
    const std::string_view left = rest();
    std::size_t end = left.starts_with('-') ? 1 : 0;
    for (; end < left.size(); ++end) {
      const char c = left[end];
      const bool sign = (c == '-' || c == '+') && (left[end - 1] == 'e' || left[end - 1] == 'E');
      if (!is_word(c) && c != '.' && !sign) break;
    }
    magneto::Result<Number> number = Number::parse(left.substr(0, end));
    if (!number) return number.error();
    at_ += end;
    return Value(*number);
  }

  magneto::Result<Value> word() {
    const std::string_view name = word_at(rest());
    if (same_word(name, "b64") && rest().substr(name.size()).starts_with('\'')) {
      at_ += name.size();
      magneto::Result<std::string> text = quoted('\'');
      if (!text) return text.error();
      magneto::Result<Binary> bytes = binary_from_base64(*text);
      if (!bytes) return bytes.error();
      return Value(std::move(*bytes));
    }
    const std::string_view shown = rest();
    at_ += name.size();
    if (same_word(name, "true")) return Value(true);
    if (same_word(name, "false")) return Value(false);
    if (same_word(name, "null")) return Value(nullptr);
    return wrong("no value", shown);
  }

  magneto::Result<Value> list(int levels) {
    ++at_;
    List list;
    if (take("]")) return Value(std::move(list));
    do {
      magneto::Result<Value> element = value(levels + 1, true);
      if (!element) return element;
      list.push_back(std::move(*element));
    } while (take(","));
    if (!take("]")) return wrong("a list that goes on without a comma or does not end", rest());
    return Value(std::move(list));
  }

  magneto::Result<Value> map(int levels) {
    ++at_;
    Map map;
    if (take("}")) return Value(std::move(map));
    do {
      blanks();
      if (!rest().starts_with('\'') && !rest().starts_with('"')) {
        return wrong("a name in quotes is missing", rest());
      }
      magneto::Result<std::string> name = quoted(rest().front());
      if (!name) return name.error();
      if (!take(":")) return wrong("a colon is missing", rest());
      magneto::Result<Value> member = value(levels + 1, true);
      if (!member) return member;
      map.set(std::move(*name), std::move(*member));
    } while (take(","));
    if (!take("}")) return wrong("a map that goes on without a comma or does not end", rest());
    return Value(std::move(map));
  }

  magneto::Result<Value> set() {
    const std::string_view start = rest();
    at_ += 2;
    List elements;
    do {
      magneto::Result<Value> element = value(kMaxLevels, true);
      if (!element) return element;
      elements.push_back(std::move(*element));
    } while (take(","));
    if (!take(">>")) return wrong("a set that goes on without a comma or does not end", rest());
    if (std::optional<Value> made = set_of<std::string, StringSet>(elements)) return *made;
    if (std::optional<Value> made = set_of<Number, NumberSet>(elements)) return *made;
    if (std::optional<Value> made = set_of<Binary, BinarySet>(elements)) return *made;
    return wrong("a set holds only texts, only numbers, or only binaries", start);
  }
  template <class Element, class Set>
  static std::optional<Value> set_of(const List& elements) {
    std::vector<Element> all;
    for (const Value& element : elements) {
      const Element* held = element.get_if<Element>();
      if (held == nullptr) return std::nullopt;
      all.push_back(*held);
    }
    return Value(Set(std::move(all)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool starts_literal(std::string_view text, bool list) {
  if (text.empty()) return false;
  const char c = text.front();
  if (c == '\'' || c == '{' || is_digit(c) || text.starts_with("<<")) return true;
  if (c == '[') return list;
  const std::string_view word = word_at(text);
  return (same_word(word, "b64") && text.substr(word.size()).starts_with('\'')) ||
         same_word(word, "true") || same_word(word, "false") || same_word(word, "null");
}

magneto::Result<ReadLiteral> read_literal(std::string_view text) {
  Reader reader(text);
  magneto::Result<Value> value = reader.value(0, false);
  if (!value) return value.error();
  return ReadLiteral{std::move(*value), reader.at()};
}

}  // namespace magneto::internal::commands
