// SPDX-License-Identifier: Apache-2.0

#include "expression/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace magneto::internal::expression {
namespace {

std::string tokens_of(std::string_view text) {
  std::string all;
  for (Lexer lexer(text); !lexer.at(Token::Kind::kEnd); lexer.advance()) {
    if (!all.empty()) all += ' ';
    all += lexer.current().text;
  }
  return all;
}

TEST(Lexer, SplitsWordsSignsAndPlaceholders) {
  EXPECT_EQ(tokens_of("#a.b[10]<=:v_1"), "#a . b [ 10 ] <= :v_1");
  EXPECT_EQ(tokens_of("a<>b>=c<d>e"), "a <> b >= c < d > e");
  EXPECT_EQ(tokens_of("\ta\n=\r:a "), "a = :a");
  EXPECT_EQ(tokens_of(""), "");
  EXPECT_EQ(tokens_of("   "), "");
}

TEST(Lexer, EndsAWordWhereItCannotGoOn) {
  EXPECT_EQ(tokens_of("1a"), "1 a");
  EXPECT_EQ(tokens_of("_a"), "_ a");
  EXPECT_EQ(tokens_of("a-b"), "a - b");
  EXPECT_EQ(tokens_of("#a-b"), "#a - b");
  EXPECT_EQ(tokens_of("#$"), "# $");
  EXPECT_EQ(tokens_of("#4g #_"), "#4g #_");
  EXPECT_EQ(tokens_of(": a"), ": a");
  EXPECT_EQ(tokens_of("01"), "0 1");
}

TEST(Lexer, TakesAForeignCharacterAsAWhole) {
  EXPECT_EQ(tokens_of("aéb"), "a é b");
  EXPECT_EQ(tokens_of("€"), "€");
  EXPECT_EQ(tokens_of("😀!"), "😀 !");
  EXPECT_EQ(tokens_of("\xFF\xC3"), "\xFF \xC3");
}

TEST(Lexer, KnowsKeywordsInAnyCase) {
  const std::vector<std::pair<std::string_view, Token::Kind>> cases = {
      {"and", Token::Kind::kAnd},         {"Or", Token::Kind::kOr},
      {"NOT", Token::Kind::kNot},         {"iN", Token::Kind::kIn},
      {"BeTwEeN", Token::Kind::kBetween}, {"set", Token::Kind::kSet},
      {"ADD", Token::Kind::kAdd},         {"Remove", Token::Kind::kRemove},
      {"delete", Token::Kind::kDelete},   {"ands", Token::Kind::kName},
      {"_nd", Token::Kind::kUnknown},     {"betweens", Token::Kind::kName},
      {"size", Token::Kind::kName},
  };
  for (const auto& [text, kind] : cases) {
    EXPECT_EQ(Lexer(text).current().kind, kind) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::expression
