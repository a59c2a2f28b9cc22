// SPDX-License-Identifier: Apache-2.0
//
// Transactions: up to 100 writes that are all done or none, up to 100 reads of one moment.
//
//   WriteTransaction order(client);
//   order.put(songs, song).when(attr("Title").not_exists());
//   order.update(artists, {{"Name", "Nina"}}).add(attr("Songs"), 1);
//   order.check(labels, {{"Name", "Philips"}}, attr("Open") == true);
//   auto done = order.commit().get();
//   if (!done) for (const CancellationReason& why : done.error().cancellation_reasons()) ...
//
// There is one reason for each operation, in their order; kNone for those that did not fail. A
// token makes sure that the writes are done once, however often the request is sent: it is made
// with the first commit() and kept until an operation is added. A transaction that was cancelled
// for nothing but conflicts with others, or throttling, is tried again after a wait with jitter.
//
// References to operations are valid as long as their transaction is. Not thread safe.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "magneto/table.h"

namespace magneto {

struct TransactionOptions {
  int max_attempts = 4;  ///< The first included.
  std::chrono::milliseconds first_wait{25};
  std::chrono::milliseconds longest_wait{2'000};
  bool capacity = false;  ///< What it consumed, in the output.
};

/// One write of a transaction.
class TransactionWrite : public UpdateClauses<TransactionWrite> {
 public:
  enum class Kind { kPut, kUpdate, kRemove, kCheck };

  TransactionWrite(Kind kind, std::string table, Item item)
      : kind_(kind), table_(std::move(table)), item_(std::move(item)) {}

  TransactionWrite& when(Condition condition) {
    condition_ = std::move(condition);
    return *this;
  }
  /// If this is why the transaction is cancelled, its reason has the item as it was.
  TransactionWrite& item_on_failure() {
    item_on_failure_ = true;
    return *this;
  }
  /// Of an update.
  UpdateActions& actions() { return actions_; }

  /// As the API has it. Errors: kInvalidArgument.
  Result<model::TransactWriteItem> input() const;

 private:
  Kind kind_;
  std::string table_;
  Item item_;  ///< Of all but a put the key.
  Condition condition_;
  UpdateActions actions_;
  bool item_on_failure_ = false;
};

class WriteTransaction {
 public:
  explicit WriteTransaction(Client client, TransactionOptions options = {});

  TransactionWrite& put(const Table& table, Item item);
  TransactionWrite& update(const Table& table, Item key);
  TransactionWrite& remove(const Table& table, Item key);
  /// Writes nothing; the transaction is cancelled where the condition does not hold.
  TransactionWrite& check(const Table& table, Item key, Condition condition);

  std::size_t size() const { return writes_.size(); }
  /// A token of the program's own, of 1 to 36 characters.
  WriteTransaction& token(std::string token);
  /// Empty before the first commit().
  const std::string& token() const { return token_; }

  /// Errors: kTransactionCanceled, with the reasons; kIdempotentParameterMismatch where a token
  /// was used for other writes in the last ten minutes; kInvalidArgument.
  Call<model::TransactWriteItemsOutput> commit();
  Result<model::TransactWriteItemsInput> input() const;
  Result<std::string> explain() const;

 private:
  TransactionWrite& add(TransactionWrite::Kind kind, const Table& table, Item item);

  Client client_;
  TransactionOptions options_;
  std::deque<TransactionWrite> writes_;
  std::string token_;
};

class ReadTransaction {
 public:
  explicit ReadTransaction(Client client, TransactionOptions options = {});

  ReadTransaction& get(const Table& table, Item key, Projection projection = {});

  std::size_t size() const { return reads_.size(); }
  /// The items in the order of the gets; nothing where there is none.
  Call<std::vector<std::optional<Item>>> read() const;
  Result<model::TransactGetItemsInput> input() const;
  Result<std::string> explain() const;

 private:
  struct Read {
    std::string table;
    Item key;
    Projection projection;
  };

  Client client_;
  TransactionOptions options_;
  std::vector<Read> reads_;
};

}  // namespace magneto
