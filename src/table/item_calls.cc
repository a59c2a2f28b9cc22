// SPDX-License-Identifier: Apache-2.0
#include "magneto/item_calls.h"

#include "table/explain.h"
#include "table/expression_writer.h"

namespace magneto {

using internal::table::ExpressionWriter;
using internal::table::Write;

namespace {

template <class Operation>
Call<typename Operation::Output> send(const Client& client,
                                      const Result<typename Operation::Input>& input) {
  if (!input) return Call<typename Operation::Output>::ready(input.error());
  return client.call<Operation>(*input);
}

Call<std::optional<Item>> item_of(Call<model::GetItemOutput> call) {
  Result<model::GetItemOutput> output = co_await call;
  if (!output) co_return output.error();
  co_return std::move(output->item);
}

template <class Output>
Call<std::optional<Item>> attributes_of(Call<Output> call) {
  Result<Output> output = co_await call;
  if (!output) co_return output.error();
  co_return std::move(output->attributes);
}

template <class Output>
Call<void> nothing_of(Call<Output> call) {
  Result<Output> output = co_await call;
  if (!output) co_return output.error();
  co_return Result<void>();
}

}  // namespace

Item pick(const Item& item, std::initializer_list<std::string_view> names) {
  Item picked;
  for (const std::string_view name : names) {
    if (const Value* const value = item.find(name)) picked.set(std::string(name), *value);
  }
  return picked;
}

GetCall::GetCall(Client client, std::string table, Item key) : client_(std::move(client)) {
  input_.table_name = std::move(table);
  input_.key = std::move(key);
}

GetCall& GetCall::consistent(bool consistent) {
  input_.consistent_read = consistent;
  return *this;
}
GetCall& GetCall::projection(Projection projection) {
  projection_ = std::move(projection);
  return *this;
}
GetCall& GetCall::capacity(model::ReturnConsumedCapacity detail) {
  input_.return_consumed_capacity = detail;
  return *this;
}

Result<model::GetItemInput> GetCall::input() const {
  if (projection_.empty()) return input_;
  model::GetItemInput input = input_;
  ExpressionWriter writer;
  input.projection_expression = writer.projection(projection_);
  input.expression_attribute_names = writer.names();
  if (writer.error()) return *writer.error();
  return input;
}

Call<model::GetItemOutput> GetCall::output() const {
  if (projection_.empty()) return client_.call<operation::GetItem>(input_);
  return send<operation::GetItem>(client_, input());
}
Call<std::optional<Item>> GetCall::call() const { return item_of(output()); }
Result<std::string> GetCall::explain() const {
  Result<model::GetItemInput> complete = input();
  if (!complete) return complete.error();
  return magneto::explain<operation::GetItem>(*complete);
}

namespace internal::table {

template <class Operation>
Result<typename Operation::Input> Write<Operation>::complete() const {
  typename Operation::Input whole = input;
  ExpressionWriter writer;
  if constexpr (requires { whole.update_expression; }) {
    whole.update_expression = writer.update(actions);
  }
  whole.condition_expression = writer.condition(condition, "condition");
  whole.expression_attribute_names = writer.names();
  whole.expression_attribute_values = writer.values();
  if (writer.error()) return *writer.error();
  return whole;
}

template <class Operation>
Call<typename Operation::Output> Write<Operation>::output() const {
  if (condition.empty() && actions.empty()) return client.template call<Operation>(input);
  return send<Operation>(client, complete());
}

template <class Operation>
Call<void> Write<Operation>::nothing() const {
  return nothing_of(output());
}

template <class Operation>
Call<std::optional<Item>> Write<Operation>::attributes() const {
  return attributes_of(output());
}

template struct Write<operation::PutItem>;
template struct Write<operation::UpdateItem>;
template struct Write<operation::DeleteItem>;

}  // namespace internal::table

template Result<std::string> explain<operation::PutItem>(const model::PutItemInput&);
template Result<std::string> explain<operation::UpdateItem>(const model::UpdateItemInput&);
template Result<std::string> explain<operation::DeleteItem>(const model::DeleteItemInput&);

}  // namespace magneto
