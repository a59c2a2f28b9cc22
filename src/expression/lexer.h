// SPDX-License-Identifier: Apache-2.0
//
// Words of an expression. One lexer for all grammars, as in the service: keywords of one grammar
// are no attribute names in the others either ("set" is a syntax error in a projection).
//
//   name        letter { letter | digit | _ }      but not a keyword, in any case
//   #name :val  # or : then { letter | digit | _ }
//   number      0 | 1-9 { digit }
//   signs       = <> < <= > >= ( ) [ ] , . + -
//   blanks      space, tab, CR, LF
//
// Everything else is a token of its own kind, one character long, which no grammar accepts.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace magneto::internal::expression {

struct Token {
  enum class Kind : std::uint8_t {
    kEnd,
    kUnknown,
    kName,
    kNamePlaceholder,
    kValuePlaceholder,
    kNumber,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kOpen,
    kClose,
    kOpenIndex,
    kCloseIndex,
    kComma,
    kDot,
    kPlus,
    kMinus,
    kAnd,
    kOr,
    kNot,
    kIn,
    kBetween,
    kSet,
    kAdd,
    kRemove,
    kDelete,
  };
  Kind kind = Kind::kEnd;
  std::string_view text;  ///< Part of the expression; empty at its end.
};

/// A cursor over the tokens of one text. The text must outlive it.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text), current_(read()), next_(read()) {}

  const Token& current() const { return current_; }
  const Token& next() const { return next_; }
  bool at(Token::Kind kind) const { return current_.kind == kind; }

  void advance() {
    previous_ = current_;
    current_ = next_;
    next_ = read();
  }

  /// Advances over a token of `kind` and says so, or stays.
  bool accept(Token::Kind kind) {
    if (!at(kind)) return false;
    advance();
    return true;
  }

  /// "Syntax error; token: "b", near: "a b c"": the current token is not what the grammar wants.
  /// What is near it reaches from the token before to the token behind.
  Error syntax_error() const;

 private:
  Token read();
  Token take(Token::Kind kind, std::size_t size);

  std::string_view text_;
  std::size_t position_ = 0;
  Token previous_;
  Token current_;
  Token next_;
};

}  // namespace magneto::internal::expression
