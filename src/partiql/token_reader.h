// SPDX-License-Identifier: Apache-2.0
//
// The parser's place among the tokens, and how deep it is in the statement.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "partiql/lexer.h"
#include "partiql/messages.h"
#include "partiql/syntax.h"

namespace magneto::internal::partiql {

class TokenReader {
 public:
  TokenReader(Arena& arena, const Tokens& tokens) : arena_(arena), tokens_(tokens) {}

  Arena& arena() { return arena_; }

  const Token& head() const { return tokens_.all[at_]; }
  const Token& next() const { return tokens_.all[at_ + 1 < tokens_.all.size() ? at_ + 1 : at_]; }
  /// The head, which is left behind. At the end it stays the end.
  const Token& take() {
    const Token& token = head();
    if (!token.is(TokenKind::kEnd)) ++at_;
    return token;
  }
  bool take_if(TokenKind kind) {
    if (!head().is(kind)) return false;
    take();
    return true;
  }
  bool take_word(std::string_view word) {
    if (!head().is_word(word)) return false;
    take();
    return true;
  }
  /// An identifier that is a word only here ("conflict").
  bool take_soft_word(std::string_view lower);

  /// `name` as the service prints the kind: "RIGHT_PAREN".
  Result<void> expect(TokenKind kind, std::string_view name) {
    if (take_if(kind)) return {};
    return messages::malformed("Expected " + std::string(name));
  }

  Node* make(Node::Kind kind, const Token& token) {
    return arena_.make<Node>(Node{.kind = kind,
                                  .parameter = token.parameter,
                                  .text = token.text,
                                  .position = token.position});
  }

  /// What nests counts up to a depth that no sensible statement has. Errors: it is deeper.
  class Level {
   public:
    explicit Level(TokenReader& reader) : reader_(reader) { ++reader_.depth_; }
    ~Level() { --reader_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool too_deep() const { return reader_.depth_ > kMaxDepth; }

   private:
    TokenReader& reader_;
  };

 private:
  static constexpr int kMaxDepth = 200;

  Arena& arena_;
  const Tokens& tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace magneto::internal::partiql
