// SPDX-License-Identifier: Apache-2.0
//
// What this program adds to PartiQL: COUNT, SUM, AVG, MIN and MAX, GROUP BY, ORDER BY, LIMIT, AS. A
// SELECT that has one of them is taken apart: what the service is to be asked, and what is then
// computed of its items here. Other statements are the service's as they are.
//
//   SELECT Label, COUNT(*) AS songs, AVG(Plays) FROM Songs WHERE Artist = 'Nina'
//     GROUP BY Label ORDER BY songs DESC LIMIT 10
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "magneto/result.h"

namespace magneto::internal::commands {

/// "Credits.Piano", "Takes[0]".
using SqlPath = std::vector<std::variant<std::string, std::size_t>>;

enum class SqlFunction { kNone, kCount, kSum, kAvg, kMin, kMax };

/// A path, or a function of one; of COUNT(*) the path is empty.
struct SqlTerm {
  SqlFunction function = SqlFunction::kNone;
  SqlPath path;
  std::string text;  ///< As it was written, without blanks.
};
struct SqlColumn {
  SqlTerm term;
  std::string name;
};
struct SqlOrder {
  SqlTerm term;
  bool descending = false;
};

struct SqlSelect {
  bool all = false;  ///< SELECT *
  std::vector<SqlColumn> columns;
  std::string table;   ///< Without quotes.
  std::string source;  ///< As written behind FROM: may name an index.
  std::string where;   ///< As written; empty without one.
  std::vector<SqlTerm> groups;
  std::vector<SqlOrder> order;
  std::optional<std::size_t> limit;

  bool aggregates() const;
};

/// Nothing where the service is to have the statement as it is. Errors: kInvalidArgument, for what is
/// wrong with what is ours.
magneto::Result<std::optional<SqlSelect>> read_select(std::string_view statement);

/// Whether it begins with a verb of PartiQL.
bool begins_as_statement(std::string_view text);
std::string first_word(std::string_view text);
/// The table behind FROM, INTO or UPDATE, without quotes; empty where there is none.
std::string statement_table(std::string_view statement);
/// What stands there with dots or dashes and without double quotes: "my.songs"; else empty.
std::string unquoted_table(std::string_view statement);

/// The statement that gets what is needed. `key` is an attribute that every item has.
std::string service_statement(const SqlSelect& select, const std::string& key);

/// Statements with semicolons between them: in quotes they are part of a text. `rest` is what stands
/// behind the last one.
struct SplitStatements {
  std::vector<std::string> statements;
  std::string rest;
};
SplitStatements split_statements(std::string_view text);

}  // namespace magneto::internal::commands
