// SPDX-License-Identifier: Apache-2.0
//
// Statements that are well formed, and what is said of those that are not. The wordings after
// "can't be processed: " are those of PartiQL's reference parser, which users of the service quote.
#include "partiql/parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "partiql/test_statement.h"

namespace magneto::internal::partiql {
namespace {

std::string error_of(std::string_view text) {
  Arena arena;
  const auto parsed = parse(arena, text);
  if (parsed.ok()) return "OK";
  constexpr std::string_view kPrefix = "Statement wasn't well formed, can't be processed: ";
  const std::string& message = parsed.error().message();
  EXPECT_TRUE(message.starts_with(kPrefix)) << message;
  return message.substr(kPrefix.size());
}

// Of the statement that is well formed.
std::string refusal_of(std::string_view text, std::size_t parameters = 0) {
  Arena arena;
  const auto statement = statement_of(arena, text, parameters);
  if (!statement.ok()) return statement.error().message();
  const auto returning = check_returning(*statement);
  return returning.ok() ? "OK" : returning.error().message();
}

TEST(Parser, ReadsTheFiveStatements) {
  const std::string_view statements[] = {
      "SELECT * FROM \"Music\" WHERE Artist='Acme' AND SongTitle = 'it''s' ORDER BY SongTitle DESC",
      "select a.b[0]['c'], d from Music.ByYear where (a IN [1, 2.5, -3e2] or not b is missing);",
      "INSERT INTO Music VALUE {'a': 1, 'b': [1, {'c': null}], 'd': <<'x', 'y'>>, 'e': TRUE}",
      "UPDATE Music SET a = a + 1, b = list_append(b, ['x']) REMOVE c.d[1] WHERE k = 'x' "
      "RETURNING MODIFIED NEW *",
      "DELETE FROM Music WHERE k = ? RETURNING ALL OLD *",
      "EXISTS(SELECT * FROM Music WHERE k = 'x' AND a IS NOT MISSING)",
      "SELECT * -- a comment\n FROM Music /* another\n one */ WHERE a BETWEEN 1 AND 2 AND b = 3",
  };
  for (std::string_view text : statements) EXPECT_EQ(error_of(text), "OK") << text;
}

TEST(Parser, NamesTheFirstFault) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {" ", "Unexpected term"},
      {"UPSERT INTO Music VALUE {}", "Unexpected token after expression"},
      {"SELECT * FROM Music; SELECT * FROM Music",
       "Unexpected token after semicolon. (Only one query is allowed.)"},
      {"SELECT", "Cannot have empty SELECT list"},
      {"SELECT *", "Expected FROM after SELECT list"},
      {"SELECT * FROM", "Unexpected term"},
      {"SELECT date FROM Music", "Unexpected keyword"},
      {"SELECT *, a FROM Music",
       "Other expressions may not be present in the select list when '*' is used without dot "
       "notation."},
      {"SELECT a[*].b FROM Music", "Invalid use of * in select list"},
      {"SELECT * FROM my-table", "Unexpected keyword"},
      {"SELECT * FROM my.table", "Invalid path dot component"},
      {"SELECT * FROM Music WHERE a =", "Missing right-hand side expression of infix operator"},
      {"SELECT * FROM Music WHERE (a = 1", "Expected RIGHT_PAREN"},
      {"SELECT * FROM Music WHERE a BETWEEN 1", "Expected keyword and"},
      {"SELECT * FROM Music WHERE a IS B", "Expected type name"},
      {"SELECT * FROM Music WHERE a = :v", "Unexpected term"},
      {"SELECT * FROM Music WHERE a = 'x", ""},
      {"SELECT * FROM Music WHERE a == 'x'", ""},
      {"SELECT * FROM Music WHERE a = #b", ""},
      {"INSERT INTO 'Music' VALUE {}", "Expected identifier for simple path"},
      {"INSERT INTO Music (key, a) VALUES (?, ?)", "Unexpected keyword"},
      {"INSERT INTO Music VALUE {'a'}", "Expected COLON"},
      {"INSERT INTO Music VALUE {'a': 1", "Expected RIGHT_CURLY"},
      {"INSERT INTO Music VALUE {'a': 1} IF NOT EXISTS", "Unexpected token after expression"},
      {"UPDATE Payment-prod SET a = 1 WHERE k = 'x'", "Expected data manipulation"},
      {"UPDATE Music ADD a 1 WHERE k = 'x'", "Expected data manipulation"},
      {"UPDATE Music SET a WHERE k = 'x'", "Expected '='"},
      {"UPDATE Music SET ? = 1 WHERE k = 'x'", "Expected identifier for simple path"},
      {"DELETE Music WHERE k = 'x'", "Expected FROM after DELETE"},
      {"DELETE FROM Music WHERE k = 'x' RETURNING *",
       "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element."},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(error_of(text), error) << text;
}

TEST(Parser, GivesUpOnNestingThatNoStatementHas) {
  const std::string deep(4000, '(');
  EXPECT_EQ(error_of("SELECT * FROM Music WHERE " + deep), "Unexpected term");
  std::string negations;
  for (int i = 0; i < 2000; ++i) negations += "NOT ";
  EXPECT_EQ(error_of("SELECT * FROM Music WHERE " + negations + "a = 1"), "Unexpected term");
}

TEST(Statement, SaysWhatIsNotSupportedAndWhere) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"SELECT * FROM Music LIMIT 5", "Unsupported clause: LIMIT at 1:27:1"},
      {"SELECT * FROM Music\nWHERE a = 1\n  LIMIT 5", "Unsupported clause: LIMIT at 3:9:1"},
      {"SELECT * FROM Music GROUP BY a", "Unsupported clause: GROUP BY"},
      {"SELECT DISTINCT a FROM Music", "Unsupported token in expression: DISTINCT"},
      {"SELECT VALUE a FROM Music", "Select projection doesn't support value or pivot keywords"},
      {"SELECT a AS b FROM Music", "Aliasing is not supported"},
      {"SELECT m.a FROM Music m", "Aliasing is not supported"},
      {"SELECT * FROM Music, Films", "Only select from a single table or index is supported."},
      {"SELECT * FROM Music.a.b", "A path may contain at most 2 components in the FROM clause"},
      {"SELECT * FROM 'Music'", "Unexpected from source"},
      {"SELECT * FROM Music ORDER BY a",
       "Must have WHERE clause in the statement when using ORDER BY clause."},
      {"SELECT * FROM ab",
       "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', "
       "'_', '.'."},
      {"SELECT * FROM Music.ab",
       "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', "
       "'_', '.'."},
      {"CREATE TABLE Music", "Unsupported operation: CreateTable"},
      {"Music", "Unsupported operation: VariableReference"},
      {"INSERT INTO Music << {'a': 1} >>", "Unsupported operation: InsertOp"},
      {"INSERT INTO Music.ByYear VALUE {'a': 1}",
       "FROM clause may only contain a single table name in data manipulation statements"},
      {"INSERT INTO Music VALUE {'a': 1} RETURNING ALL OLD *",
       "RETURNING is not supported in INSERT"},
      {"INSERT INTO Music VALUE ['a']",
       "Unsupported format in item expression. Please use struct format {...} to express item "
       "values for insert statement. at 1:25:1"},
      {"UPDATE Music.ByYear SET a = 1 WHERE k = 1", "This operation is not supported on an index"},
      {"UPDATE Music SET a = 1 WHERE k = 1 RETURNING ALL NEW a",
       "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause"},
      {"DELETE FROM Music WHERE k = 1 RETURNING MODIFIED OLD *",
       "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in "
       "DELETE statements."},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(refusal_of(text), error) << text;
}

TEST(Statement, CountsParametersOutsideOfQuotes) {
  const std::string_view wrong = "Number of parameters in request and statement don't match.";
  EXPECT_EQ(refusal_of("SELECT * FROM Music WHERE a = ? AND b = '?'", 1), "OK");
  EXPECT_EQ(refusal_of("SELECT * FROM Music WHERE a = ? AND b = '?'", 2), wrong);
  EXPECT_EQ(refusal_of("SELECT * FROM Music WHERE a = ?", 0), wrong);
  EXPECT_EQ(refusal_of("SELECT * FROM Music WHERE a = \"?\"", 0), "OK");
}

}  // namespace
}  // namespace magneto::internal::partiql
