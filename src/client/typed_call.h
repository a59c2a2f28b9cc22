// SPDX-License-Identifier: Apache-2.0
//
// Client::call and Client::views for the generated code, which says for which operations there are
// such functions (client/generated/operations_*.cc).
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "base/random.h"
#include "client/answer_parser.h"
#include "client/attempts.h"
#include "client/await.h"
#include "client/encode.h"
#include "client/first_cost.h"
#include "client/generated/tables.h"
#include "client/shape_access.h"
#include "magneto/client.h"
#include "magneto/operations.h"

namespace magneto::internal::client {

inline double units_in(const magneto::model::ConsumedCapacity& capacity) {
  return capacity.capacity_units.value_or(0);
}

template <class Output>
std::optional<double> consumed_by(const Output& output) {
  if constexpr (requires { output.consumed_capacity->capacity_units; }) {
    if (output.consumed_capacity) return units_in(*output.consumed_capacity);
  } else if constexpr (requires { output.consumed_capacity.begin()->capacity_units; }) {
    if (output.consumed_capacity.empty()) return std::nullopt;
    double sum = 0;
    for (const auto& capacity : output.consumed_capacity) sum += units_in(capacity);
    return sum;
  }
  return std::nullopt;
}

template <class Operation>
std::optional<double> consumed_by(const WithViews<Operation>& with) {
  return consumed_by(with.output);
}

/// Where the answer says it for several tables.
template <class Output>
TableCosts consumed_by_table(const Output& output) {
  TableCosts costs;
  if constexpr (requires { output.consumed_capacity.begin()->capacity_units; }) {
    if (output.consumed_capacity.size() < 2) return costs;
    for (const auto& capacity : output.consumed_capacity) {
      if (capacity.table_name) costs.push_back({*capacity.table_name, units_in(capacity)});
    }
  }
  return costs;
}

template <class Output>
std::optional<std::string> read_answer(AnswerParsers& parsers, const Answer& answer, Output& to) {
  return parsers.read(answer, *shape_of(std::type_identity<Output>()), &to);
}

/// Whatever the body is.
inline std::optional<std::string> read_answer(AnswerParsers&, const Answer&,
                                              magneto::model::NoOutput&) {
  return std::nullopt;
}

template <class Operation>
std::optional<std::string> read_answer(AnswerParsers& parsers, const Answer& answer,
                                       WithViews<Operation>& to) {
  const Shape& shape = *shape_of(std::type_identity<typename Operation::Output>());
  return parsers.read(answer, shape, &to.output, to.items);
}

/// The one way in which requests are made. Everything that is waited for is waited for here.
template <class Output>
Call<Output> run(std::shared_ptr<Core> core, Prepared prepared) {
  CallContext& context = co_await this_call();
  if (core->problem) co_return *core->problem;
  if (prepared.problem) co_return *prepared.problem;
  Attempts attempts(*core, prepared, context);
  for (;;) {
    for (;;) {
      const magneto::Result<std::chrono::nanoseconds> wait = attempts.admission();
      if (!wait) co_return attempts.error();
      if (wait->count() <= 0) break;
      AwaitTime turn(*core, *wait, context);
      co_await turn;
    }
    AwaitAnswer exchange(*core->connection, attempts.next(), context.blocking);
    const magneto::Result<Answer> answer = co_await exchange;
    if (attempts.accept(answer)) {
      Output output{};
      std::optional<std::string> problem = read_answer(core->parsers, *answer, output);
      if (!problem) {
        attempts.succeed(consumed_by(output), consumed_by_table(output));
        co_return std::move(output);
      }
      attempts.damaged(std::move(*problem));
    }
    const std::optional<std::chrono::nanoseconds> wait = attempts.again();
    if (!wait) co_return attempts.error();
    AwaitTime backoff(*core, *wait, context);
    co_await backoff;
  }
}

/// Members that the client fills in: an idempotency token, which is kept over retries, and the wish
/// for ConsumedCapacity.
template <class Input>
constexpr bool kFilledIn = requires(const Input& input) {
  input.client_request_token;
}
|| requires(const Input& input) { input.client_token; }
|| requires(const Input& input) { input.return_consumed_capacity; };

template <class Input>
void fill_in(const Core& core, Input& input) {
  if constexpr (requires { input.client_request_token.emplace(); }) {
    if (!input.client_request_token) input.client_request_token = random_uuid();
  }
  if constexpr (requires { input.client_token.emplace(); }) {
    if (!input.client_token) input.client_token = random_uuid();
  }
  if constexpr (requires { input.return_consumed_capacity.emplace(); }) {
    if (core.wants_capacity && !input.return_consumed_capacity) {
      input.return_consumed_capacity = magneto::model::ReturnConsumedCapacity::kTotal;
    }
  }
}

template <class Input>
bool needs_filling(const Core& core) {
  constexpr bool kToken = requires(Input & input) { input.client_request_token.emplace(); }
  || requires(Input & input) { input.client_token.emplace(); };
  return kToken || (core.wants_capacity && kFilledIn<Input>);
}

template <class Operation>
Prepared prepare(const Core& core, const typename Operation::Input& input) {
  Prepared prepared;
  prepared.target = Operation::kTarget;
  if constexpr (requires { std::string(input.table_name); }) {
    if (core.observer || std::string_view(input.table_name).starts_with("arn:")) {
      prepared.table = input.table_name;
    }
  } else if constexpr (requires { input.request_items.begin()->first; }) {
    if (core.observer && input.request_items.size() == 1) {
      prepared.table = input.request_items.begin()->first;
    }
  }
  const Shape& shape = *shape_of(std::type_identity<typename Operation::Input>());
  magneto::Result<void> encoded;
  if (needs_filling<typename Operation::Input>(core)) {
    typename Operation::Input filled = input;
    fill_in(core, filled);
    encoded = encode(shape, &filled, prepared.body);
  } else {
    encoded = encode(shape, &input, prepared.body);
  }
  if (!encoded) prepared.problem = std::move(encoded).error();
  if (core.limiter) prepared.first_costs = first_costs(input, prepared.body.size());
  return prepared;
}

}  // namespace magneto::internal::client

namespace magneto {

template <class Operation>
Call<typename Operation::Output> Client::call(const typename Operation::Input& input) const {
  return internal::client::run<typename Operation::Output>(
      core_, internal::client::prepare<Operation>(*core_, input));
}

template <class Operation>
Call<WithViews<Operation>> Client::views(const typename Operation::Input& input) const {
  return internal::client::run<WithViews<Operation>>(
      core_, internal::client::prepare<Operation>(*core_, input));
}

}  // namespace magneto
