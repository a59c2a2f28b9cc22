// SPDX-License-Identifier: Apache-2.0
#include "magneto/transactions.h"

#include <algorithm>

#include "base/random.h"
#include "magneto/error_details.h"
#include "table/backoff.h"
#include "table/explain.h"
#include "table/expression_writer.h"
#include "table/messages.h"

namespace magneto {

using internal::table::Backoff;
using internal::table::ExpressionWriter;
namespace messages = internal::table::messages;

namespace {

constexpr std::size_t kMaxOperations = 100;

/// Whether the same request may succeed a moment later.
bool is_passing(const Error& error) {
  if (error.code() == ErrorCode::kTransactionInProgress) return true;
  if (error.code() != ErrorCode::kTransactionCanceled) return false;
  const auto reasons = error.cancellation_reasons();
  bool passing = false;
  for (const CancellationReason& reason : reasons) {
    if (reason.code == ErrorCode::kNone || reason.code_text == "None") continue;
    if (reason.code_text != "TransactionConflict" && reason.code_text != "ThrottlingError" &&
        reason.code_text != "ProvisionedThroughputExceeded") {
      return false;
    }
    passing = true;
  }
  return passing;
}

template <class Operation>
Call<typename Operation::Output> send(Client client, TransactionOptions options,
                                      Result<typename Operation::Input> input) {
  if (!input) co_return input.error();
  Backoff backoff(options.first_wait, options.longest_wait);
  for (int attempt = 1;; ++attempt) {
    Call<typename Operation::Output> call = client.call<Operation>(*input);
    Result<typename Operation::Output> output = co_await call;
    if (output || attempt >= options.max_attempts || !is_passing(output.error())) {
      co_return output;
    }
    Call<void> sleep = pause(client, backoff.next());
    Result<void> slept = co_await sleep;
    if (!slept) co_return slept.error();
  }
}

Call<std::vector<std::optional<Item>>> items_of(Call<model::TransactGetItemsOutput> call,
                                                std::size_t size) {
  Result<model::TransactGetItemsOutput> output = co_await call;
  if (!output) co_return output.error();
  std::vector<std::optional<Item>> items;
  for (model::ItemResponse& response : output->responses) items.push_back(std::move(response.item));
  items.resize(size);
  co_return items;
}

}  // namespace

Result<model::TransactWriteItem> TransactionWrite::input() const {
  ExpressionWriter writer;
  model::TransactWriteItem whole;
  const auto fill = [&](auto& write) {
    write.table_name = table_;
    if constexpr (requires { write.update_expression; }) {
      if (actions_.empty()) return;
      write.update_expression = writer.update(actions_).value_or("");
    }
    if constexpr (requires { write.item; }) {
      write.item = item_;
    } else {
      write.key = item_;
    }
    std::optional<std::string> text = writer.condition(condition_, "condition");
    if constexpr (requires { write.condition_expression.has_value(); }) {
      write.condition_expression = std::move(text);
    } else {
      write.condition_expression = std::move(text).value_or("");
    }
    write.expression_attribute_names = writer.names();
    write.expression_attribute_values = writer.values();
    if (item_on_failure_) {
      write.return_values_on_condition_check_failure =
          model::ReturnValuesOnConditionCheckFailure::kAllOld;
    }
  };
  switch (kind_) {
    case Kind::kPut:
      fill(whole.put.emplace());
      break;
    case Kind::kUpdate:
      if (actions_.empty()) return messages::empty_update();
      fill(whole.update.emplace());
      break;
    case Kind::kRemove:
      fill(whole.delete_.emplace());
      break;
    case Kind::kCheck:
      if (condition_.empty()) return messages::empty_check();
      fill(whole.condition_check.emplace());
      break;
  }
  if (writer.error()) return *writer.error();
  return whole;
}

WriteTransaction::WriteTransaction(Client client, TransactionOptions options)
    : client_(std::move(client)), options_(options) {}

TransactionWrite& WriteTransaction::add(TransactionWrite::Kind kind, const Table& table,
                                        Item item) {
  token_.clear();
  return writes_.emplace_back(kind, table.name(), std::move(item));
}
TransactionWrite& WriteTransaction::put(const Table& table, Item item) {
  return add(TransactionWrite::Kind::kPut, table, std::move(item));
}
TransactionWrite& WriteTransaction::update(const Table& table, Item key) {
  return add(TransactionWrite::Kind::kUpdate, table, std::move(key));
}
TransactionWrite& WriteTransaction::remove(const Table& table, Item key) {
  return add(TransactionWrite::Kind::kRemove, table, std::move(key));
}
TransactionWrite& WriteTransaction::check(const Table& table, Item key, Condition condition) {
  return add(TransactionWrite::Kind::kCheck, table, std::move(key)).when(std::move(condition));
}

WriteTransaction& WriteTransaction::token(std::string token) {
  token_ = std::move(token);
  return *this;
}

Result<model::TransactWriteItemsInput> WriteTransaction::input() const {
  if (writes_.empty() || writes_.size() > kMaxOperations) {
    return messages::transaction_size(writes_.size());
  }
  model::TransactWriteItemsInput input;
  for (std::size_t i = 0; i < writes_.size(); ++i) {
    Result<model::TransactWriteItem> one = writes_[i].input();
    if (!one) return one.error().in("operation " + std::to_string(i));
    input.transact_items.push_back(std::move(*one));
  }
  if (!token_.empty()) input.client_request_token = token_;
  if (options_.capacity) input.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  return input;
}

Call<model::TransactWriteItemsOutput> WriteTransaction::commit() {
  if (token_.empty()) token_ = internal::random_uuid();
  return send<operation::TransactWriteItems>(client_, options_, input());
}

Result<std::string> WriteTransaction::explain() const {
  Result<model::TransactWriteItemsInput> complete = input();
  if (!complete) return complete.error();
  return magneto::explain<operation::TransactWriteItems>(*complete);
}

Result<std::string> ReadTransaction::explain() const {
  const Result<model::TransactGetItemsInput> complete = input();
  if (!complete) return complete.error();
  return magneto::explain<operation::TransactGetItems>(*complete);
}

ReadTransaction::ReadTransaction(Client client, TransactionOptions options)
    : client_(std::move(client)), options_(options) {}

ReadTransaction& ReadTransaction::get(const Table& table, Item key, Projection projection) {
  reads_.push_back({table.name(), std::move(key), std::move(projection)});
  return *this;
}

Result<model::TransactGetItemsInput> ReadTransaction::input() const {
  if (reads_.empty() || reads_.size() > kMaxOperations) {
    return messages::transaction_size(reads_.size());
  }
  model::TransactGetItemsInput input;
  for (const Read& read : reads_) {
    ExpressionWriter writer;
    model::Get& get = input.transact_items.emplace_back().get;
    get.table_name = read.table;
    get.key = read.key;
    get.projection_expression = writer.projection(read.projection);
    get.expression_attribute_names = writer.names();
    if (writer.error()) return *writer.error();
  }
  if (options_.capacity) input.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  return input;
}

Call<std::vector<std::optional<Item>>> ReadTransaction::read() const {
  return items_of(send<operation::TransactGetItems>(client_, options_, input()), reads_.size());
}

}  // namespace magneto
