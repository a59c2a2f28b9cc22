// SPDX-License-Identifier: Apache-2.0
//
// Tokens of PartiQL. They are views of the statement, or of the arena where a quote was doubled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace magneto::internal::partiql {

/// Where something stands in a statement, as the service prints it: " at 1:40:7". Lines and columns
/// begin at 1, all in characters.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  std::string text() const;
};

enum class TokenKind : std::uint8_t {
  kOperator,  ///< Also the words of operators: "and", "not_in", "is_not".
  kKeyword,
  kIdentifier,
  kQuotedIdentifier,
  kString,
  kNumber,
  kBoolean,
  kIon,
  kNull,
  kMissing,
  kParameter,
  kStar,
  kDot,
  kComma,
  kColon,
  kSemicolon,
  kLeftParen,
  kRightParen,
  kLeftBracket,
  kRightBracket,
  kLeftCurly,
  kRightCurly,
  kLeftAngles,
  kRightAngles,
  kAs,
  kAt,
  kBy,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  /// Of words the lower case, of identifiers and literals what they say.
  std::string_view text;
  Position position;
  std::uint32_t parameter = 0;  ///< With kParameter: its number, from 0.

  bool is(TokenKind wanted) const { return kind == wanted; }
  bool is_word(std::string_view word) const {
    return (kind == TokenKind::kKeyword || kind == TokenKind::kOperator) && text == word;
  }
  bool is_identifier() const {
    return kind == TokenKind::kIdentifier || kind == TokenKind::kQuotedIdentifier;
  }
};

}  // namespace magneto::internal::partiql
