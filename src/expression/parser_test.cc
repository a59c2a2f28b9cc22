// SPDX-License-Identifier: Apache-2.0
//
// Errors that need no request: syntax, parentheses, functions, reserved words, limits. The expected
// texts are the service's.

#include "expression/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/reserved_words.h"
#include "expression/test_request.h"

namespace magneto::internal::expression {
namespace {

struct Case {
  std::string_view text;
  std::string_view error;
};

std::string repeated(std::string_view part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

std::string syntax_error(std::string_view token, std::string_view near) {
  return "Syntax error; token: \"" + std::string(token) + "\", near: \"" + std::string(near) + "\"";
}

constexpr std::string_view kRedundant = "The expression has redundant parentheses;";

TEST(Parser, SaysWhichTokenOfAConditionIsWrongAndWhatIsNear) {
  struct {
    std::string_view text, token, near;
  } const cases[] = {
      {"a b", "b", "a b"},
      {"a > 4", "4", "> 4"},
      {"   ", "<EOF>", "   "},
      {"a = :a b", "b", ":a b"},
      {"a = :a AND", "<EOF>", "AND"},
      {"a = :a AND  ", "<EOF>", "AND  "},
      {"a = :a AND AND b = :a", "AND", "AND AND b"},
      {"(a = :a", "<EOF>", ":a"},
      {"a = :a)", ")", ":a)"},
      {"a in :a", ":a", "in :a"},
      {"a in (:a", "<EOF>", ":a"},
      {"a in ()", ")", "()"},
      {"a in (b,c,)", ")", ",)"},
      {"a in b, c", "b", "in b,"},
      {"a = \"x\"", "\"", "= \"x"},
      {"a=.5", ".", "=.5"},
      {"a.b. = :a", "=", ". = :a"},
      {"a[ = :a", "=", "[ = :a"},
      {"a[-1] = :a", "-", "[-1"},
      {"a[b] = :a", "b", "[b]"},
      {"a[01] = :a", "1", "01]"},
      {"a[0]b = :a", "b", "]b ="},
      {"a = :a ;", ";", ":a ;"},
      {"ü = :a", "ü", "ü ="},
      {"a = :", ":", "= :"},
      {"# = :a", "#", "# ="},
      {"a-b = :a", "-", "a-b"},
      {"_a = :a", "_", "_a"},
      {"1a = :a", "1", "1a"},
      {"NOT", "<EOF>", "NOT"},
      {"a = = :a", "=", "= = :a"},
      {"a == :a", "=", "== :a"},
      {"a != :a", "!", "a !="},
      {"a =< :a", "<", "=< :a"},
      {"a between :a", "<EOF>", ":a"},
      {"a between :a and", "<EOF>", "and"},
      {"a > between", "between", "> between"},
      {"things are not gonna be ok", "are", "things are not"},
      {"attribute_exists(Pictures-RearView)", "-", "Pictures-RearView"},
      {"a..b = :a", ".", "..b"},
      {"a#b=:a", "#b", "a#b="},
      {"(a)between(b.(c.d))and(c)", "(", ".(c"},
      {"(a)between(b.c.d)and((c)", "<EOF>", ")"},
      {"a > :things.stuff", ".", ":things.stuff"},
      {"b[:a] > a", ":a", "[:a]"},
      {"(a)between(b.c[4.5].#d)and(:a)", ".", "4.5"},
      {"size(a).b > a", ".", ").b"},
      {"(size(a)).b > a", ".", ").b"},
      {"size(a)[0] > a", "[", ")[0"},
      {"a = b = c", "=", "b = c"},
      {"(a = b) = c", "=", ") = c"},
      {"a = (b = c)", "=", "b = c"},
      {"size(a=b)=c", "=", "a=b"},
      {"a", "<EOF>", "a"},
      {"(a)", "<EOF>", ")"},
      {":a", "<EOF>", ":a"},
      {"attribute_exists", "<EOF>", "attribute_exists"},
      {"attribute_exists(", "<EOF>", "("},
      {"attribute_exists()", ")", "()"},
      {"a and b", "and", "a and b"},
      {"(a) and (b)", "and", ") and ("},
      {"(a = b and c)", ")", "c)"},
      {"a = not b", "not", "= not b"},
      {"and", "and", "and"},
      {"or a", "or", "or a"},
      {"in", "in", "in"},
      {"set = :a", "set", "set ="},
      {"a.set=:a", "set", ".set="},
      {"a.1 = :a", "1", ".1 ="},
      {"a= :a :a", ":a", ":a :a"},
      {"a = :a, b = :a", ",", ":a, b"},
      {"attribute_exists(a) attribute_exists(b)", "attribute_exists", ") attribute_exists("},
      {"a + b = :a", "+", "a + b"},
      {"a = b + c", "+", "b + c"},
      {"a b  ", "b", "a b  "},
      {"  a   b   c  ", "b", "a   b   c"},
      {"  > :z", ">", "  > :z"},
      {"a = :a (  ", "(", ":a (  "},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(text_of(parse_condition(each.text)), syntax_error(each.token, each.near))
        << each.text;
  }
}

TEST(Parser, AcceptsWhatIsAConditionHoweverItIsWritten) {
  for (std::string_view text : {
           "a = :a",
           "\ta\n=\r:a",
           "a<=:a",
           "not a = :a",
           "NOT NOT a = :a",
           "not(a = :a)",
           "a BETWEEN :a AND :a AND b = :a",
           "a.b.c[0][1].d = :a",
           "a [0] = :a",
           "a[ 0 ] = :a",
           "a . b = :a",
           "a[2147483647]=:a",
           "size (a) = :a",
           "attribute_exists (a)",
           "(a=b) and (c=d)",
           "((a=b) and (c=d))",
           "((a)=(b))",
           "((a)=b)",
           "(a) = (b)",
           "((a = b) and c = d)",
           "size((a)) = b",
           "a in ((b),(c))",
           "attribute_exists((a))",
           "(attribute_exists(a))",
           "not (a = b)",
           "(not (a=b))",
           "a between (b) and (c)",
           "(a between b and c)",
           "(a in (b))",
           "a = b and not c = d",
           "#1=:1",
           "(size(a)) > b",
           "(a) in (b) or (c) between (d) and (e)",
       }) {
    EXPECT_EQ(text_of(parse_condition(text)), "OK") << text;
  }
}

TEST(Parser, RefusesRedundantParentheses) {
  for (std::string_view text : {
           "a=a and a > ((views))",
           "(a)between(((b.c)).d)and(c)",
           "a > whatever((:things), ((a)))",
           "a=a AND ((a=a AND a=a)) AND a=a",
           "a=a OR ((a=a OR (a=a OR a=a)))",
           "((a=b))",
           "(((a=b)))",
           "size(((a))) = b",
           "attribute_exists(((a)))",
           "((attribute_exists(a)))",
           "not ((a=b))",
           "((not a=b))",
           "a between ((b)) and (c)",
       }) {
    EXPECT_EQ(text_of(parse_condition(text)), kRedundant) << text;
  }
}

TEST(Parser, TellsRedundantParenthesesBeforeASyntaxErrorBehindThem) {
  for (std::string_view text : {
           "a = ((b)) c",
           "((a=b)) c",
           "size(((a))) x",
           "((a)) = b c",
           "a in (((b))) c",
           "a in (((b)), c c",
           "a=((b)) and c c",
           "not ((a=b)) e",
           "((a)) between b",
           "(((a=b) and c=d)) and",
           "(((a=b)) and c",
           "((attribute_exists(a))) x",
       }) {
    EXPECT_EQ(text_of(parse_condition(text)), kRedundant) << text;
  }
  for (std::string_view text : {"set a = ((b)) c", "set a=((b+c)) d", "set a=((b)) + c + d",
                                "set a=((b)) remove", "set a=list_append(((b)),c) d"}) {
    EXPECT_EQ(text_of(parse_update(text)), kRedundant) << text;
  }
}

TEST(Parser, TellsASyntaxErrorBeforeRedundantParenthesesBehindIt) {
  EXPECT_EQ(text_of(parse_condition("c c and a=((b))")), syntax_error("c", "c c and"));
  EXPECT_EQ(text_of(parse_condition("a = ((b) c")), syntax_error("c", ") c"));
  EXPECT_EQ(text_of(parse_update("set a=((b")), syntax_error("<EOF>", "b"));
}

TEST(Parser, TellsNoParenthesesAroundWhatTurnsOutToBeNoOperand) {
  EXPECT_EQ(text_of(parse_condition("((a))")), syntax_error("<EOF>", ")"));
  EXPECT_EQ(text_of(parse_condition("((a)))")), syntax_error(")", "))"));
  EXPECT_EQ(text_of(parse_condition("((b)).c=:a")), syntax_error(".", ").c"));
  EXPECT_EQ(text_of(parse_condition("foo(((a)), ")), syntax_error("<EOF>", ", "));
}

TEST(Parser, ReportsFunctionsReservedWordsAndIndexesFromLeftToRight) {
  const std::string unknown = "Invalid function name; function: ";
  const std::string misused =
      "The function is not allowed to be used this way in an expression; function: ";
  const std::string reserved = "Attribute name is a reserved keyword; reserved keyword: ";
  const std::string index = "List index is not within the allowable range; index: ";
  const std::string foreign = "The function is not allowed in a condition expression; function: ";
  struct {
    std::string_view text;
    std::string error;
  } const cases[] = {
      {"foo(b)", unknown + "foo"},
      {"a=a and whatever((:things)) > a", unknown + "whatever"},
      {"attRIbute_exIsts((views), #a)", unknown + "attRIbute_exIsts"},
      {"CONTAINS(a,b)", unknown + "CONTAINS"},
      {"attribute_exists(foo(abort))", unknown + "foo"},
      {"size(foo(a)) = :a", unknown + "foo"},
      {"size(b)", misused + "size"},
      {"not size(a)", misused + "size"},
      {"(size(a))", misused + "size"},
      {"size(a) and foo(b)", misused + "size"},
      {"attribute_exists(a) and size(a)", misused + "size"},
      {"a=a and attribute_exists((views), (#a)) > b", misused + "attribute_exists"},
      {"attribute_type(things, :a) > b", misused + "attribute_type"},
      {"attribute_exists(abort) = :a", misused + "attribute_exists"},
      {"size(contains(a, b)) > a", misused + "contains"},
      {"contains(attribute_exists(a), b)", misused + "attribute_exists"},
      {"a between b and attribute_exists(things)", misused + "attribute_exists"},
      {"a in (b, attribute_exists(things))", misused + "attribute_exists"},
      {":a < abOrT", reserved + "abOrT"},
      {"a = true", reserved + "true"},
      {"a.b.abort=:a", reserved + "abort"},
      {"#x.abort=:a", reserved + "abort"},
      {"size = :a", reserved + "size"},
      {"abort in (size(x) , foo(b))", reserved + "abort"},
      {"abort[99999999999] = a", reserved + "abort"},
      {"a[99999999999].abort = a", index + "[99999999999]"},
      {"a[2147483648]=:a", index + "[2147483648]"},
      {"if_not_exists(b, c)", foreign + "if_not_exists"},
      {"list_append(a,b)=c", foreign + "list_append"},
      {"abort = :a and ((b)) = :a", std::string(kRedundant)},
      {"abort = :a and foo(b)", reserved + "abort"},
      {"foo(b) and abort = :a", unknown + "foo"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(text_of(parse_condition(each.text)), each.error) << each.text;
  }
}

TEST(Parser, SaysWhichTokenOfAnUpdateIsWrong) {
  struct {
    std::string_view text, token, near;
  } const cases[] = {
      {"whatever", "whatever", "whatever"},
      {"  ", "<EOF>", "  "},
      {"set", "<EOF>", "set"},
      {"set a =", "<EOF>", "="},
      {"set a = b,", "<EOF>", ","},
      {"set a = b c", "c", "b c"},
      {"set a=set", "set", "=set"},
      {"remove a = b", "=", "a = b"},
      {"add a = b", "=", "a = b"},
      {"delete a b", "b", "a b"},
      {"add a if_not_exists(b)", "if_not_exists", "a if_not_exists("},
      {"set :a = b", ":a", "set :a ="},
      {"remove :a", ":a", "remove :a"},
      {"set a = b / c", "/", "b / c"},
      {"SET a = if_not_exist(a, 100)", "100", ", 100)"},
      {"SET if_not_exist(a, b) = a", "(", "if_not_exist(a"},
      {"set (a = (b + c))", "(", "set (a"},
      {"set a = (b.c).d + e", ".", ").d"},
      {"set a = b + c + d", "+", "c + d"},
      {"set a = b + (c + d)", "+", "c + d"},
      {"set a = (b + c) + d", "+", ") + d"},
      {"set a = (b+c)-(d)", "-", ")-("},
      {"set a=b, remove c", "remove", ", remove c"},
      {"SET a=b,SET c=d", "SET", ",SET c"},
      {"a=b", "a", "a="},
      {"set add = :n", "add", "set add ="},
      {"set a= list_append(b+c,d)", "+", "b+c"},
      {"set a = -:n", "-", "= -:n"},
      {"add a b.c", "b", "a b."},
      {"add a (:n)", "(", "a (:n"},
      {"add a :n + :n", "+", ":n + :n"},
      {"set a = if_not_exists(a,:n", "<EOF>", ":n"},
      {"set a = if_not_exists b", "b", "if_not_exists b"},
      {"set a = if_not_exists()", ")", "()"},
      {"set a=:n and b=:n", "and", ":n and b"},
      {"set a = (b", "<EOF>", "b"},
      {"set a = b)", ")", "b)"},
      {"remove (a)", "(", "remove (a"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(text_of(parse_update(each.text)), syntax_error(each.token, each.near)) << each.text;
  }
}

TEST(Parser, ReportsTheOtherFaultsOfAnUpdateInOrder) {
  const Case cases[] = {
      {"set a = ((b))", kRedundant},
      {"set a = ((b+c))", kRedundant},
      {"set a=abort , c=((b))", kRedundant},
      {"set a = foo(b)", "Invalid function name; function: foo"},
      {"set #c = if_not_exist(:c) set c = d", "Invalid function name; function: if_not_exist"},
      {"set a = size(b)", "The function is not allowed in an update expression; function: size"},
      {"set a = list_append(list_append(a,b),c)",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {"set a = b + list_append(b,c)",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {" set #c = :c set abOrt = true ",
       "Attribute name is a reserved keyword; reserved keyword: abOrt"},
      {"remove a[99999999999]",
       "List index is not within the allowable range; index: [99999999999]"},
      {"set a = #c set c = :d",
       "The \"SET\" section can only be used once in an update expression;"},
      {"remove #d set a = b remove e",
       "The \"REMOVE\" section can only be used once in an update expression;"},
      {"add #d :e set a = b add e :f",
       "The \"ADD\" section can only be used once in an update expression;"},
      {"delete #d :e set a = b delete #e :f",
       "The \"DELETE\" section can only be used once in an update expression;"},
      {"set a=b set c=abort", "Attribute name is a reserved keyword; reserved keyword: abort"},
      {"sEt a = b ReMove c ADD d :n deLete e :ss", "OK"},
      {"set a = ((b)+(c))", "OK"},
      {"set a = if_not_exists((a),(:n))", "OK"},
      {"set a = if_not_exists", "OK"},
      {"set a = (list_append(a, b))", "OK"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(text_of(parse_update(each.text)), each.error) << each.text;
}

TEST(Parser, ReportsTheFaultsOfAProjection) {
  const Case syntax[] = {
      {"whatever(stuff)", "Syntax error; token: \"(\", near: \"whatever(stuff\""},
      {":a", "Syntax error; token: \":a\", near: \":a\""},
      {"abort,", "Syntax error; token: \"<EOF>\", near: \",\""},
      {"a,,b", "Syntax error; token: \",\", near: \",,b\""},
      {"(a)", "Syntax error; token: \"(\", near: \"(a\""},
      {"a-b", "Syntax error; token: \"-\", near: \"a-b\""},
      {"set", "Syntax error; token: \"set\", near: \"set\""},
      {"a.and", "Syntax error; token: \"and\", near: \".and\""},
      {"#a,ABSoLUTE", "Attribute name is a reserved keyword; reserved keyword: ABSoLUTE"},
      {"a[99999999999]", "List index is not within the allowable range; index: [99999999999]"},
      {" a ,b", "OK"},
      {"a.b_c[0].#d", "OK"},
  };
  for (const Case& each : syntax) {
    EXPECT_EQ(text_of(parse_projection(each.text)), each.error) << each.text;
  }
}

TEST(Parser, BoundsTheLengthOfAnExpression) {
  EXPECT_EQ(text_of(parse_condition("")), "The expression can not be empty;");
  EXPECT_EQ(text_of(parse_update("")), "The expression can not be empty;");
  EXPECT_EQ(text_of(parse_projection("")), "The expression can not be empty;");
  const std::string condition = "a = :a";
  EXPECT_EQ(text_of(parse_condition(condition + std::string(4090, ' '))), "OK");
  EXPECT_EQ(text_of(parse_condition(condition + std::string(4091, ' '))),
            "Expression size has exceeded the maximum allowed size; expression size: 4097");
  EXPECT_EQ(text_of(parse_update("remove a" + std::string(4089, ' '))),
            "Expression size has exceeded the maximum allowed size;");
  EXPECT_EQ(text_of(parse_projection("a" + std::string(4096, ' '))),
            "Expression size has exceeded the maximum allowed size;");
}

TEST(Parser, SurvivesAnyDepthOfNesting) {
  EXPECT_EQ(text_of(parse_condition(repeated("(", 10'000))),
            "Expression size has exceeded the maximum allowed size; expression size: 10000");
  EXPECT_EQ(text_of(parse_condition(repeated("(", 4096))), syntax_error("<EOF>", "("));
  EXPECT_EQ(text_of(parse_condition(repeated("(", 2000) + "a=b" + repeated(")", 2000))),
            kRedundant);
  EXPECT_EQ(text_of(parse_condition(repeated("size(", 680) + "a" + repeated(")", 680) + "=b")),
            "OK");
  EXPECT_EQ(text_of(parse_condition(repeated("not ", 1000) + "a=b")), "OK");
  EXPECT_EQ(text_of(parse_condition(repeated("(not ", 600) + "a=b" + repeated(")", 600))), "OK");
  EXPECT_EQ(text_of(parse_update("set a=" + repeated("if_not_exists(z,", 200) + ":n" +
                                 repeated(")", 200))),
            "OK");
}

TEST(ReservedWords, AreKnownInAnyCaseAndNothingElseIs) {
  for (std::string_view word : {"ABORT", "zone", "Size", "localTimestamp", "name", "BY"}) {
    EXPECT_TRUE(is_reserved_word(word)) << word;
  }
  for (std::string_view word : {"", "abor", "aborts", "localtimestamps", "names_", "x", "zzz"}) {
    EXPECT_FALSE(is_reserved_word(word)) << word;
  }
}

}  // namespace
}  // namespace magneto::internal::expression
