// SPDX-License-Identifier: Apache-2.0
#include "partiql/key_choice.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "expression/test_literals.h"
#include "partiql/test_statement.h"

namespace magneto::internal::partiql {
namespace {

using expression::literal_of;
using keys::SortOperator;

const keys::KeySchema kSchema{{{"p", value::Type::kString}}, {{"s", value::Type::kNumber}}};

const Node* where_of(Arena& arena, std::string_view clause) {
  const std::string text = "SELECT * FROM Music WHERE " + std::string(clause);
  const auto statement = statement_of(arena, arena.copy(text));
  EXPECT_TRUE(statement.ok()) << clause;
  return statement->where;
}

std::string printed(const keys::SortCondition& sort) {
  constexpr std::string_view kOperators[] = {"=", "<", "<=", ">", ">=", "between", "begins"};
  std::string text;
  for (value::ValueView equal : sort.equal) text += " =" + literal_of(equal);
  if (!sort.range) return text;
  text += " " + std::string(kOperators[static_cast<int>(*sort.range)]) + literal_of(sort.low);
  if (*sort.range == SortOperator::kBetween) text += "-" + literal_of(sort.high);
  return text;
}

// "'a' =1; 'b'"; a tilde in front when the order is that of a Scan.
std::string choices(std::string_view clause) {
  Arena arena;
  const auto found = key_choices(arena, where_of(arena, clause), {}, kSchema);
  if (!found.ok()) return found.error().message();
  if (!*found) return "scan";
  std::string text;
  for (const KeyChoice& choice : (*found)->choices) {
    if (!text.empty()) text += "; ";
    text += literal_of(choice.partition[0]) + printed(choice.sort);
  }
  return ((*found)->ordered ? "" : "~") + text;
}

std::string single(std::string_view clause) {
  Arena arena;
  const auto found = single_key(arena, where_of(arena, clause), {}, kSchema);
  if (!found.ok()) return found.error().message();
  if (!*found) return "none";
  return literal_of((*found)->key) + " +" + std::to_string((*found)->rest.size());
}

TEST(KeyChoice, FollowsTheWhereClause) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"p = 'a'", "'a'"},
      {"'a' = p AND 1 < s", "'a' >1"},
      {"p = 'a' AND s = 1 AND x = 2", "'a' =1"},
      {"p = 'a' AND s BETWEEN 1 AND 3", "'a' between1-3"},
      {"p = 'a' AND s > 1 AND s < 4", "'a' >1"},
      {"p = 'a' AND (x = 1 OR s = 2)", "~'a'; 'a' =2"},
      {"p IN ['b', 'a']", "'b'; 'a'"},
      {"p IN ['b', 'a'] AND s IN (1, 2)", "~'b' =1; 'b' =2; 'a' =1; 'a' =2"},
      {"p = 'a' OR p = 'b' AND s = 1", "~'a'; 'b' =1"},
      {"p = 'a' OR x = 1", "scan"},
      {"p > 'a'", "scan"},
      {"s = 1", "scan"},
      {"NOT p = 'a'", "scan"},
      {"p = x", "scan"},
      {"p.x = 'a'", "scan"},
      {"p = 1", "Key attribute's data type should match its data type in table's schema: Key p"},
      {"p = 'a' AND begins_with(s, '1')",
       "Key attribute's data type should match its data type in table's schema: Key s"},
  };
  for (const auto& [clause, expected] : cases) EXPECT_EQ(choices(clause), expected) << clause;
}

TEST(KeyChoice, GivesUpOnTooManyAlternatives) {
  std::string clause = "p = 'a'";
  for (int i = 0; i < 11; ++i) clause += " AND (s = 1 OR s = 2)";
  EXPECT_EQ(choices(clause), "scan");
}

TEST(SingleKey, TakesEqualitiesConnectedByAnd) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"p = 'a' AND s = 1", "p: 'a', s: 1 +0"},
      {"x = 2 AND (s = 1 AND p = 'a') AND s = 1", "p: 'a', s: 1 +1"},
      {"p = 'a' AND s = 1 AND (x = 1 OR s = 3) AND NOT y = 2", "p: 'a', s: 1 +2"},
      {"p = 'a'", "none"},
      {"p = 'a' AND s >= 1", "none"},
      {"p = 'a' AND s IN [1]", "none"},
      {"p = 'a' AND s = 1 OR x = 1", "none"},
      {"p = 'a' AND s = 1 AND s = 2",
       "Multiple conditions on same key s. Only single item Update/Insert/Delete are supported"},
  };
  for (const auto& [clause, expected] : cases) EXPECT_EQ(single(clause), expected) << clause;
}

}  // namespace
}  // namespace magneto::internal::partiql
