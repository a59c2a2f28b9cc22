// SPDX-License-Identifier: Apache-2.0
//
// PartiQL: statements with parameters, over all their pages.
//
//   Statement query(client, R"(SELECT Title FROM "Songs" WHERE Artist = ?)", {"Nina"});
//   std::vector<Item> titles = query.all().value();
//   Statement(client, R"(UPDATE "Songs" SET Year = ? WHERE Artist = ? AND Title = ?)",
//             {1965, "Nina", "Sinnerman"}).all().value();
//
//   std::vector<StatementResult> each = execute_batch(client, {{select, {"a"}}, {insert, {item}}})
//                                           .value();
//
// Not thread safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "magneto/client.h"
#include "magneto/operations.h"

namespace magneto {

/// A statement whose items come page by page.
class Statement {
 public:
  Statement(Client client, std::string text, List parameters = {});

  Statement& consistent(bool consistent = true);
  /// At most so many items are read for a page.
  Statement& page_size(std::size_t items);
  /// What cursor() gave.
  Statement& starting_at(std::string cursor);
  /// With kConditionalCheckFailed the error has the item as it was.
  Statement& item_on_failure();

  /// The items of the next page, which may be none; nothing behind the last page.
  Call<std::optional<std::vector<Item>>> next_page();
  /// Of all pages that are left.
  Call<std::vector<Item>> all();
  /// Where the next page begins: the service's NextToken. Empty at the beginning and at the end.
  const std::string& cursor() const { return next_token_; }

 private:
  Client client_;
  model::ExecuteStatementInput input_;
  std::string next_token_;
  bool more_ = true;
};

struct BatchedStatement {
  std::string text;
  List parameters = {};
  bool consistent = false;
};
using StatementResult = Result<std::optional<Item>>;

/// Each for itself: one result for each statement, in order. Requests hold up to 25; the service
/// wants all of a request to read, or all to write. Statements that were throttled, and so not
/// executed, are sent again after a wait with jitter, up to ten times in all.
Call<std::vector<StatementResult>> execute_batch(Client client,
                                                 std::vector<BatchedStatement> statements);

/// All or none, as transactions.h. The token makes sure that they are done once.
Call<std::vector<std::optional<Item>>> execute_transaction(Client client,
                                                           std::vector<BatchedStatement> statements,
                                                           std::string token = {});

}  // namespace magneto
