// SPDX-License-Identifier: Apache-2.0
//
// SqlRows: what is computed of a SELECT's items: groups and functions, order, limit. Memory: the groups,
// or the items that LIMIT leaves, or all items where they are to be ordered without a limit.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/sql_text.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

/// Sum of the numbers over their count, to 38 digits.
Number divided(const Number& sum, std::uint64_t count);

class SqlRows {
 public:
  /// `select` outlives it.
  explicit SqlRows(const SqlSelect& select) : select_(select) {}

  /// Errors: kWrongType (SUM or AVG of what is no number), kInexact (a sum of more than 38 digits).
  magneto::Result<void> add(const Item& item);
  /// Whether no further item can change the result.
  bool full() const;
  std::vector<Item> finish();

 private:
  struct Aggregate {
    std::uint64_t count = 0;
    Number sum;
    std::optional<Value> extreme;
  };
  struct Group {
    Item columns;
    std::vector<Aggregate> aggregates;
  };
  struct Row {
    Item columns;
    std::vector<std::optional<Value>> order;
  };

  magneto::Result<void> aggregate(const Item& item);
  static magneto::Result<void> add_value(const SqlTerm& term, const Value* value, Aggregate& to);
  static Value result_of(const SqlTerm& term, const Aggregate& aggregate);
  Row row_of(const Item& item) const;
  void sort_and_cut();

  const SqlSelect& select_;
  std::map<std::string, Group> groups_;
  std::vector<Row> rows_;
};

}  // namespace magneto::internal::commands
