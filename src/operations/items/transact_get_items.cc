// SPDX-License-Identifier: Apache-2.0
//
// TransactGetItems. Order of checks, Get by Get:
//
//   1. names without an expression
//   2. values of Key
//   3. ExpressionAttributeNames, ProjectionExpression, what is unused
//
// and then, again Get by Get:
//
//   4. the table is there
//   5. an empty key value
//   6. ProjectionExpression reaches into a key
//   7. Key: attributes and types, size; the first wrong one cancels the transaction
//
// and at last an item that is there twice. As DynamoDB Local has it; that 5 is an error of the
// whole request and 7 a cancellation was observed on the service.
//
// All items are read from one snapshot.
#include <algorithm>
#include <vector>

#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/items/cancellation.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_operations.h"
#include "operations/items/item_refs.h"
#include "operations/items/long_work.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "operations/items/transaction.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

struct BoundGet {
  const model::Get* request = nullptr;
  const expression::Projection* projection = nullptr;
  catalog::TablePtr table;
  store::ItemRef ref{};
};

Result<BoundGet> bind_get(Context& context, const model::Get& get) {
  BoundGet bound;
  bound.request = &get;
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", get.projection_expression.has_value()}};
  MAGNETO_RETURN_IF_ERROR(expression::check_parameters(
      expressions, {}, get.expression_attribute_names.has_value(), false));
  MAGNETO_RETURN_IF_ERROR(model::check_content(*get.key));
  MAGNETO_ASSIGN_OR_RETURN(
      RequestExpressions bound_expressions,
      RequestExpressions::begin(context, get.expression_attribute_names, std::nullopt));
  MAGNETO_ASSIGN_OR_RETURN(bound.projection,
                           bound_expressions.projection(get.projection_expression));
  MAGNETO_RETURN_IF_ERROR(bound_expressions.finish());
  return bound;
}

Result<void> find_items(Context& context, std::vector<BoundGet>& gets) {
  Cancellation cancellation(gets.size());
  for (std::size_t i = 0; i < gets.size(); ++i) {
    BoundGet& get = gets[i];
    MAGNETO_ASSIGN_OR_RETURN(get.table, find_item_table(context, *get.request->table_name));
    const keys::KeySchema& schema = get.table->schema;
    MAGNETO_RETURN_IF_ERROR(check_no_empty_key(schema, *get.request->key));
    MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*get.table, get.projection));
    if (cancellation.cancelled()) continue;
    const Result<void> key = check_key(schema, *get.request->key);
    if (!key.ok()) {
      cancellation.validation_failed(i, key.error());
      continue;
    }
    get.ref = {get.table.get(),
               keys::item_key(context.arena, get.table->space, schema, *get.request->key)};
  }
  if (cancellation.cancelled()) return cancellation.error();

  const auto refs = context.arena.make_span<store::ItemRef>(gets.size());
  std::ranges::transform(gets, refs.begin(), &BoundGet::ref);
  if (!has_duplicates(context.arena, refs)) return {};
  return validation_error(std::string(messages::kSameItemTwice));
}

}  // namespace

Result<model::TransactGetItemsOutput> transact_get_items(
    Context& context, const model::TransactGetItemsInput& input) {
  Arena& arena = context.arena;
  std::vector<BoundGet> gets;
  for (const model::TransactGetItem& item : *input.transact_items) {
    MAGNETO_ASSIGN_OR_RETURN(BoundGet get, bind_get(context, *item.get));
    gets.push_back(std::move(get));
  }
  MAGNETO_RETURN_IF_ERROR(find_items(context, gets));
  if (context.services.conflicts != nullptr || context.services.throttle != nullptr) {
    std::vector<store::ItemRef> refs(gets.size());
    std::ranges::transform(gets, refs.begin(), &BoundGet::ref);
    MAGNETO_RETURN_IF_ERROR(check_no_conflict(context, refs));
    MAGNETO_RETURN_IF_ERROR(admit_transaction(context, refs, Traffic::kReads));
  }

  const auto responses = arena.make_span<model::ItemResponse>(gets.size());
  RequestCapacity capacity(arena, gets.size());
  const auto units = arena.make_span<double>(gets.size());
  std::uint64_t answer_bytes = 0;
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  for (std::size_t i = 0; i < gets.size(); ++i) {
    const BoundGet& get = gets[i];
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> item,
                             snapshot.get(arena, get.ref));
    const std::uint64_t bytes = item ? value::item_size(*item) : 0;
    answer_bytes += bytes;
    if (answer_bytes > kMaxTransactionBytes) {
      return validation_error(std::string(messages::kTransactionTooLarge));
    }
    if (is_long_work(context, answer_bytes)) return Error(ErrorCode::kWouldBlock, {});
    units[i] = derive::read_units(bytes, derive::ReadMode::kTransactional);
    capacity.of(*get.request->table_name, *get.table).add(units[i]);
    if (!item) continue;
    const value::ItemView answer =
        get.projection ? expression::project(arena, *get.projection, *item) : *item;
    // A projection that matches nothing leaves an answer without an item.
    if (answer.size() != 0) responses[i].item = model::AttributeMap(answer);
  }

  // Only now: until here it may have to begin again where it may block.
  for (std::size_t i = 0; i < gets.size(); ++i) {
    charge(context, *gets[i].table, Traffic::kReads, units[i]);
  }

  model::TransactGetItemsOutput output;
  output.responses = responses;
  output.consumed_capacity =
      capacity.describe(capacity_detail(input.return_consumed_capacity), CapacitySort::kReads);
  return output;
}

}  // namespace magneto::internal::operations
