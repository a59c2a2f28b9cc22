// SPDX-License-Identifier: Apache-2.0
#include "magneto/statements.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <span>

#include "base/random.h"
#include "magneto/error_details.h"
#include "magneto/model.h"
#include "table/backoff.h"

namespace magneto {
namespace {

constexpr std::size_t kMaxBatch = 25;
/// Of statements of a batch that are throttled.
constexpr int kMaxAttempts = 10;
constexpr std::chrono::milliseconds kFirstWait{50};
constexpr std::chrono::milliseconds kLongestWait{5'000};

std::optional<std::vector<Value>> parameters_of(List parameters) {
  if (parameters.empty()) return std::nullopt;
  return parameters;
}

Call<std::optional<std::vector<Item>>> page_of(Call<model::ExecuteStatementOutput> call,
                                               std::string& next, bool& more) {
  Result<model::ExecuteStatementOutput> output = co_await call;
  if (!output) co_return output.error();
  next = output->next_token.value_or("");
  more = !next.empty();
  co_return std::move(output->items);
}

Call<std::vector<Item>> all_of(Statement& statement) {
  std::vector<Item> all;
  for (;;) {
    Call<std::optional<std::vector<Item>>> call = statement.next_page();
    Result<std::optional<std::vector<Item>>> page = co_await call;
    if (!page) co_return page.error();
    if (!*page) co_return all;
    for (Item& item : **page) all.push_back(std::move(item));
  }
}

/// The service's words of errors in batches are those of BatchStatementErrorCodeEnum.
ErrorCode code_of(model::BatchStatementErrorCodeEnum code) {
  using Code = model::BatchStatementErrorCodeEnum;
  switch (code) {
    case Code::kConditionalCheckFailed:
      return ErrorCode::kConditionalCheckFailed;
    case Code::kItemCollectionSizeLimitExceeded:
      return ErrorCode::kItemCollectionSizeLimitExceeded;
    case Code::kRequestLimitExceeded:
      return ErrorCode::kRequestLimitExceeded;
    case Code::kValidationError:
      return ErrorCode::kValidation;
    case Code::kProvisionedThroughputExceeded:
      return ErrorCode::kProvisionedThroughputExceeded;
    case Code::kTransactionConflict:
      return ErrorCode::kTransactionConflict;
    case Code::kThrottlingError:
      return ErrorCode::kThrottling;
    case Code::kInternalServerError:
      return ErrorCode::kInternalServerError;
    case Code::kResourceNotFound:
      return ErrorCode::kResourceNotFound;
    case Code::kAccessDenied:
      return ErrorCode::kAccessDenied;
    case Code::kDuplicateItem:
      return ErrorCode::kDuplicateItem;
    case Code::kUnknown:
      break;
  }
  return ErrorCode::kOther;
}

StatementResult result_of(model::BatchStatementResponse response) {
  if (!response.error) return std::move(response.item);
  Error::Details details;
  if (response.error->code) {
    details.code = code_of(*response.error->code);
    details.service_code = std::string(response.error->code->text());
  }
  details.message = response.error->message.value_or("");
  details.item = std::move(response.error->item);
  details.throttled = details.code == ErrorCode::kProvisionedThroughputExceeded ||
                      details.code == ErrorCode::kThrottling ||
                      details.code == ErrorCode::kRequestLimitExceeded;
  details.retryable = details.throttled || details.code == ErrorCode::kInternalServerError ||
                      details.code == ErrorCode::kTransactionConflict;
  return Error(std::make_shared<const Error::Details>(std::move(details)));
}

/// Sends the statements of `which` in one request, and puts what came of them into `results`.
Call<void> run_some(Client client, const std::vector<BatchedStatement>& statements,
                    std::span<const std::size_t> which, std::vector<StatementResult>& results) {
  model::BatchExecuteStatementInput input;
  for (const std::size_t i : which) {
    model::BatchStatementRequest& request = input.statements.emplace_back();
    request.statement = statements[i].text;
    request.parameters = parameters_of(statements[i].parameters);
    if (statements[i].consistent) request.consistent_read = true;
  }
  auto call = client.call<operation::BatchExecuteStatement>(input);
  Result<model::BatchExecuteStatementOutput> output = co_await call;
  for (std::size_t i = 0; i < which.size(); ++i) {
    StatementResult& result = results[which[i]];
    if (!output) {
      result = output.error();
    } else if (i < output->responses.size()) {
      result = result_of(std::move(output->responses[i]));
    } else {
      result = Error(ErrorCode::kBadAnswer, "the answer has no part for it");
    }
  }
  co_return Result<void>();
}

/// The statements that were throttled, which is to say not executed. Not those of a request that
/// failed as a whole, with a status: the client has sent that again as often as it may.
std::vector<std::size_t> throttled_of(const std::vector<StatementResult>& results) {
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i]) continue;
    const Error& error = results[i].error();
    if (error.throttled() && error.http_status() == 0) which.push_back(i);
  }
  return which;
}

Call<std::vector<StatementResult>> batch_of(Client client,
                                            std::vector<BatchedStatement> statements) {
  std::vector<StatementResult> results(statements.size(),
                                       Error(ErrorCode::kOther, "it was not sent"));
  std::vector<std::size_t> left(statements.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  internal::table::Backoff backoff(kFirstWait, kLongestWait);
  for (int attempt = 1;; ++attempt) {
    for (std::size_t at = 0; at < left.size(); at += kMaxBatch) {
      const auto some = std::span(left).subspan(at, std::min(kMaxBatch, left.size() - at));
      Result<void> run = co_await run_some(client, statements, some, results);
      if (!run) co_return run.error();
    }
    left = throttled_of(results);
    if (left.empty() || attempt == kMaxAttempts) break;
    Result<void> waited = co_await pause(client, backoff.next());
    if (!waited) break;  // what was throttled says so
  }
  co_return results;
}

Call<std::vector<std::optional<Item>>> items_of(Call<model::ExecuteTransactionOutput> call) {
  Result<model::ExecuteTransactionOutput> output = co_await call;
  if (!output) co_return output.error();
  std::vector<std::optional<Item>> items;
  for (model::ItemResponse& response : output->responses) items.push_back(std::move(response.item));
  co_return items;
}

}  // namespace

Statement::Statement(Client client, std::string text, List parameters)
    : client_(std::move(client)) {
  input_.statement = std::move(text);
  input_.parameters = parameters_of(std::move(parameters));
}

Statement& Statement::consistent(bool consistent) {
  input_.consistent_read = consistent;
  return *this;
}
Statement& Statement::page_size(std::size_t items) {
  input_.limit = static_cast<std::int64_t>(items);
  return *this;
}
Statement& Statement::starting_at(std::string cursor) {
  next_token_ = std::move(cursor);
  return *this;
}
Statement& Statement::item_on_failure() {
  input_.return_values_on_condition_check_failure =
      model::ReturnValuesOnConditionCheckFailure::kAllOld;
  return *this;
}

Call<std::optional<std::vector<Item>>> Statement::next_page() {
  using Page = std::optional<std::vector<Item>>;
  if (!more_) return Call<Page>::ready(Page());
  model::ExecuteStatementInput input = input_;
  if (!next_token_.empty()) input.next_token = next_token_;
  return page_of(client_.call<operation::ExecuteStatement>(input), next_token_, more_);
}

Call<std::vector<Item>> Statement::all() { return all_of(*this); }

Call<std::vector<StatementResult>> execute_batch(Client client,
                                                 std::vector<BatchedStatement> statements) {
  return batch_of(std::move(client), std::move(statements));
}

Call<std::vector<std::optional<Item>>> execute_transaction(Client client,
                                                           std::vector<BatchedStatement> statements,
                                                           std::string token) {
  model::ExecuteTransactionInput input;
  for (BatchedStatement& statement : statements) {
    model::ParameterizedStatement& one = input.transact_statements.emplace_back();
    one.statement = std::move(statement.text);
    one.parameters = parameters_of(std::move(statement.parameters));
  }
  input.client_request_token = token.empty() ? internal::random_uuid() : std::move(token);
  return items_of(client.call<operation::ExecuteTransaction>(input));
}

}  // namespace magneto
