// SPDX-License-Identifier: Apache-2.0
#include "partiql/lexer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "partiql/keywords.h"
#include "partiql/messages.h"

namespace magneto::internal::partiql {
namespace {

using Kind = TokenKind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool continues_name(char c) { return starts_name(c) || is_digit(c); }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

struct Symbol {
  std::string_view text;
  Kind kind;
};

// Longer ones before those that they begin with.
constexpr Symbol kSymbols[] = {
    {"<<", Kind::kLeftAngles}, {">>", Kind::kRightAngles}, {"<=", Kind::kOperator},
    {">=", Kind::kOperator},   {"<>", Kind::kOperator},    {"!=", Kind::kOperator},
    {"||", Kind::kOperator},   {"<", Kind::kOperator},     {">", Kind::kOperator},
    {"=", Kind::kOperator},    {"+", Kind::kOperator},     {"-", Kind::kOperator},
    {"/", Kind::kOperator},    {"%", Kind::kOperator},     {"@", Kind::kOperator},
    {"*", Kind::kStar},        {".", Kind::kDot},          {",", Kind::kComma},
    {":", Kind::kColon},       {";", Kind::kSemicolon},    {"(", Kind::kLeftParen},
    {")", Kind::kRightParen},  {"[", Kind::kLeftBracket},  {"]", Kind::kRightBracket},
    {"{", Kind::kLeftCurly},   {"}", Kind::kRightCurly},   {"?", Kind::kParameter},
};

struct WordGroup {
  std::array<std::string_view, 3> words;  // The last one may be empty.
  std::string_view text;
  Kind kind;
};

constexpr WordGroup kGroups[] = {
    {{"inner", "cross", "join"}, "join", Kind::kKeyword},
    {{"left", "outer", "join"}, "join", Kind::kKeyword},
    {{"right", "outer", "join"}, "join", Kind::kKeyword},
    {{"full", "outer", "join"}, "join", Kind::kKeyword},
    {{"insert", "into", ""}, "insert_into", Kind::kKeyword},
    {{"not", "in", ""}, "not_in", Kind::kOperator},
    {{"is", "not", ""}, "is_not", Kind::kOperator},
    {{"not", "between", ""}, "not_between", Kind::kOperator},
    {{"not", "like", ""}, "not_like", Kind::kOperator},
    {{"union", "all", ""}, "union_all", Kind::kOperator},
    {{"except", "all", ""}, "except_all", Kind::kOperator},
    {{"intersect", "all", ""}, "intersect_all", Kind::kOperator},
    {{"cross", "join", ""}, "join", Kind::kKeyword},
    {{"inner", "join", ""}, "join", Kind::kKeyword},
    {{"left", "join", ""}, "join", Kind::kKeyword},
    {{"right", "join", ""}, "join", Kind::kKeyword},
    {{"full", "join", ""}, "join", Kind::kKeyword},
    {{"outer", "join", ""}, "join", Kind::kKeyword},
};

constexpr std::string_view kWordOperators[] = {"and",  "or",      "not",   "is",     "in",
                                               "like", "between", "union", "except", "intersect"};

Kind kind_of_word(std::string_view word) {
  if (std::ranges::find(kWordOperators, word) != std::end(kWordOperators)) return Kind::kOperator;
  if (word == "true" || word == "false") return Kind::kBoolean;
  if (word == "null") return Kind::kNull;
  if (word == "missing") return Kind::kMissing;
  if (word == "as") return Kind::kAs;
  if (word == "at") return Kind::kAt;
  if (word == "by") return Kind::kBy;
  return is_keyword(word) ? Kind::kKeyword : Kind::kIdentifier;
}

class Lexer {
 public:
  Lexer(Arena& arena, std::string_view text) : arena_(arena), text_(text) {}

  Result<Tokens> run() {
    for (;;) {
      MAGNETO_RETURN_IF_ERROR(skip_blanks_and_comments());
      start_ = at_;
      start_position_ = {line_, column_, 0};
      if (at_ == text_.size()) break;
      MAGNETO_RETURN_IF_ERROR(token());
    }
    tokens_.push_back({Kind::kEnd, {}, start_position_, 0});
    return Tokens{arena_.copy(std::span<const Token>(tokens_)), parameters_};
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  // Line and column go on in characters.
  void advance() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (!continues_character(c)) {
      ++column_;
    }
  }
  void advance(std::size_t count) {
    for (; count > 0; --count) advance();
  }

  Result<void> skip_blanks_and_comments() {
    for (;;) {
      if (at_ < text_.size() && is_blank(peek())) {
        advance();
      } else if (text_.substr(at_, 2) == "--") {
        while (at_ < text_.size() && peek() != '\n') advance();
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return messages::malformed({});
        advance(end + 2 - at_);
      } else {
        return {};
      }
    }
  }

  Result<void> token() {
    const char c = peek();
    if (starts_name(c)) return word();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '\'') return quoted(Kind::kString);
    if (c == '"') return quoted(Kind::kQuotedIdentifier);
    if (c == '`') return quoted(Kind::kIon);
    for (const Symbol& symbol : kSymbols) {
      if (!text_.substr(at_).starts_with(symbol.text)) continue;
      advance(symbol.text.size());
      if (symbol.text == "=" && peek() == '=') return messages::malformed({});
      push(symbol.kind, symbol.text == "!=" ? "<>" : symbol.text);
      return {};
    }
    return messages::malformed({});
  }

  void push(Kind kind, std::string_view text) {
    Token token{kind, text, start_position_, 0};
    token.position.length = characters(text_.substr(start_, at_ - start_));
    if (kind == Kind::kParameter) token.parameter = parameters_++;
    tokens_.push_back(token);
  }

  static std::uint32_t characters(std::string_view text) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(text, [](char c) { return !continues_character(c); }));
  }

  Result<void> word() {
    while (at_ < text_.size() && continues_name(peek())) advance();
    const std::string_view written = text_.substr(start_, at_ - start_);
    std::string lower(written);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
    const Kind kind = kind_of_word(lower);
    push(kind, kind == Kind::kIdentifier ? written : arena_.copy(lower));
    join_words();
    return {};
  }

  // Makes one token of the last few if they are a group.
  void join_words() {
    for (const WordGroup& group : kGroups) {
      const std::size_t count = group.words[2].empty() ? 2 : 3;
      if (tokens_.size() < count) continue;
      const std::size_t first = tokens_.size() - count;
      bool same = true;
      for (std::size_t i = 0; i < count; ++i) same &= tokens_[first + i].is_word(group.words[i]);
      if (!same) continue;
      tokens_[first].kind = group.kind;
      tokens_[first].text = group.text;
      tokens_.resize(first + 1);
      return;
    }
  }

  Result<void> number() {
    while (is_digit(peek())) advance();
    if (peek() == '.') advance();
    while (is_digit(peek())) advance();
    if (peek() == 'e' || peek() == 'E') {
      advance();
      if (peek() == '+' || peek() == '-') advance();
      if (!is_digit(peek())) return messages::malformed({});
      while (is_digit(peek())) advance();
    }
    if (starts_name(peek())) return messages::malformed({});
    push(Kind::kNumber, text_.substr(start_, at_ - start_));
    return {};
  }

  // A doubled quote stands for one; but not between backquotes.
  Result<void> quoted(Kind kind) {
    const char quote = peek();
    advance();
    std::string unescaped;
    bool doubled = false;
    for (;;) {
      if (at_ == text_.size()) return messages::malformed({});
      if (peek() == quote) {
        if (kind == Kind::kIon || peek(1) != quote) break;
        doubled = true;
        advance();
      }
      unescaped += peek();
      advance();
    }
    advance();
    push(kind, doubled ? arena_.copy(unescaped) : text_.substr(start_ + 1, at_ - start_ - 2));
    return {};
  }

  Arena& arena_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  std::size_t start_ = 0;
  Position start_position_;
  std::vector<Token> tokens_;
  std::uint32_t parameters_ = 0;
};

}  // namespace

std::string Position::text() const {
  return " at " + std::to_string(line) + ":" + std::to_string(column) + ":" +
         std::to_string(length);
}

Result<Tokens> tokenize(Arena& arena, std::string_view statement) {
  return Lexer(arena, statement).run();
}

}  // namespace magneto::internal::partiql
