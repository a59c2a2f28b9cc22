// SPDX-License-Identifier: Apache-2.0

#include "expression/lexer.h"

#include <algorithm>
#include <iterator>

#include "expression/messages.h"

namespace magneto::internal::expression {
namespace {

using Kind = Token::Kind;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_character(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

/// Bytes of the UTF-8 character at the start of `text`; 1 when there is none.
std::size_t character_size(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0xC0 || lead >= 0xF8) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  };
  const std::string_view rest = text.substr(1, size - 1);
  return rest.size() == size - 1 && std::ranges::all_of(rest, is_continuation) ? size : 1;
}

struct Keyword {
  std::string_view lower;
  Kind kind;
};
constexpr Keyword kKeywords[] = {
    {"and", Kind::kAnd}, {"or", Kind::kOr},           {"not", Kind::kNot},
    {"in", Kind::kIn},   {"between", Kind::kBetween}, {"set", Kind::kSet},
    {"add", Kind::kAdd}, {"remove", Kind::kRemove},   {"delete", Kind::kDelete},
};

Kind kind_of_word(std::string_view word) {
  if (word.size() > 7) return Kind::kName;
  for (const Keyword& keyword : kKeywords) {
    const bool same =
        std::ranges::equal(word, keyword.lower, [](char a, char b) { return (a | 0x20) == b; });
    if (same) return keyword.kind;
  }
  return Kind::kName;
}

Kind kind_of_sign(char c) {
  switch (c) {
    case '=':
      return Kind::kEqual;
    case '<':
      return Kind::kLess;
    case '>':
      return Kind::kGreater;
    case '(':
      return Kind::kOpen;
    case ')':
      return Kind::kClose;
    case '[':
      return Kind::kOpenIndex;
    case ']':
      return Kind::kCloseIndex;
    case ',':
      return Kind::kComma;
    case '.':
      return Kind::kDot;
    case '+':
      return Kind::kPlus;
    case '-':
      return Kind::kMinus;
    default:
      return Kind::kUnknown;
  }
}

/// Of the characters at the start of `text` that satisfy `wanted`.
template <class Predicate>
std::size_t length_of_run(std::string_view text, Predicate wanted) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, wanted) - text.begin());
}

}  // namespace

Token Lexer::take(Kind kind, std::size_t size) {
  Token token{kind, text_.substr(position_, size)};
  position_ += token.text.size();
  return token;
}

Token Lexer::read() {
  position_ += length_of_run(text_.substr(position_), is_blank);
  const std::string_view rest = text_.substr(position_);
  if (rest.empty()) return take(Kind::kEnd, 0);

  const char first = rest[0];
  const char second = rest.size() > 1 ? rest[1] : '\0';
  if (is_letter(first)) {
    const std::size_t size = length_of_run(rest, is_word_character);
    return take(kind_of_word(rest.substr(0, size)), size);
  }
  if ((first == '#' || first == ':') && is_word_character(second)) {
    const std::size_t size = 1 + length_of_run(rest.substr(1), is_word_character);
    return take(first == '#' ? Kind::kNamePlaceholder : Kind::kValuePlaceholder, size);
  }
  if (first == '0') return take(Kind::kNumber, 1);
  if (is_digit(first)) return take(Kind::kNumber, length_of_run(rest, is_digit));
  if (first == '<' && second == '>') return take(Kind::kNotEqual, 2);
  if (first == '<' && second == '=') return take(Kind::kLessOrEqual, 2);
  if (first == '>' && second == '=') return take(Kind::kGreaterOrEqual, 2);

  const Kind kind = kind_of_sign(first);
  return take(kind, kind == Kind::kUnknown ? character_size(rest) : 1);
}

Error Lexer::syntax_error() const {
  const auto offset = [this](std::string_view part) {
    return static_cast<std::size_t>(part.data() - text_.data());
  };
  const std::size_t begin = previous_.text.empty() ? 0 : offset(previous_.text);
  const std::size_t end = at(Kind::kEnd) || next_.kind == Kind::kEnd
                              ? text_.size()
                              : offset(next_.text) + next_.text.size();
  return messages::syntax_error(at(Kind::kEnd) ? "<EOF>" : current_.text,
                                text_.substr(begin, end - begin));
}

}  // namespace magneto::internal::expression
