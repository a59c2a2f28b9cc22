// SPDX-License-Identifier: Apache-2.0
//
// BatchWriteItem. Order of checks:
//
//   1. more than 25 requests in all
//
// then, table by table in the order of RequestItems:
//
//   2. a request has not just one of PutRequest and DeleteRequest
//   3. values of Item or Key; item size
//
// and then, again table by table:
//
//   4. the table is there
//   5. key attributes: attributes and types, empty, size; of a put, then those of indexes, then
//      the size of its item with the entries in local indexes
//   6. an item that is there twice
//
// 2 to 6 as dynalite's tests record of the service. All of the batch is written at once and so
// nothing is ever given back as unprocessed.
#include <algorithm>
#include <vector>

#include "derive/index_entry.h"
#include "derive/index_messages.h"
#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/throttle.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_collection.h"
#include "operations/items/item_operations.h"
#include "operations/items/item_refs.h"
#include "operations/items/request_key.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

constexpr std::size_t kMaxRequests = 25;

using TableRequests = model::MapEntry<std::span<const model::WriteRequest>>;

Result<void> check_request(const model::WriteRequest& request) {
  if (request.put_request.has_value() == request.delete_request.has_value()) {
    return validation_error(std::string(messages::kNotOneRequest));
  }
  if (request.delete_request) return model::check_content(*request.delete_request->key);
  const model::AttributeMap& item = *request.put_request->item;
  MAGNETO_RETURN_IF_ERROR(model::check_content(item));
  if (value::item_size(item) > value::kMaxItemBytes) {
    return validation_error(std::string(derive::kItemTooLarge));
  }
  return {};
}

Result<std::size_t> check_requests(std::span<const TableRequests> tables) {
  std::size_t count = 0;
  for (const TableRequests& table : tables) count += table.value.size();
  if (count > kMaxRequests) return validation_error(std::string(messages::kTooManyWrites));
  for (const TableRequests& table : tables) {
    for (const model::WriteRequest& request : table.value) {
      MAGNETO_RETURN_IF_ERROR(check_request(request));
    }
  }
  return count;
}

// All that is to be written, in the order of the request.
struct Writes {
  std::vector<catalog::TablePtr> tables;  // Held for the refs.
  std::span<NamedWrite> writes;
  std::span<store::ItemRef> refs;
  std::span<store::ItemChange> changes;
  std::size_t count = 0;
};

// Of a put, a missing key attribute and one of the wrong type are not told apart here, unlike in
// PutItem.
Result<void> check_put(const catalog::Table& table, value::ItemView item) {
  MAGNETO_RETURN_IF_ERROR(check_key_sizes(table.schema, item));
  return derive::check_index_keys(table, item);
}

Result<void> add_write(Arena& arena, const catalog::Table& table, std::string_view name,
                       const model::WriteRequest& request, Writes& to) {
  store::ItemChange& change = to.changes[to.count];
  value::ItemView key;
  if (request.put_request) {
    key = *request.put_request->item;
    MAGNETO_RETURN_IF_ERROR(check_put(table, key));
    change = {store::ItemChange::Kind::kPut, key};
  } else {
    key = *request.delete_request->key;
    MAGNETO_RETURN_IF_ERROR(check_key(table.schema, key));
    change.kind = store::ItemChange::Kind::kErase;
  }
  to.refs[to.count] = {&table, keys::item_key(arena, table.space, table.schema, key)};
  to.writes[to.count] = {name, to.refs[to.count], key};
  ++to.count;
  return {};
}

Result<Writes> make_writes(Context& context, std::span<const TableRequests> tables,
                           std::size_t count) {
  Arena& arena = context.arena;
  Writes to;
  to.writes = arena.make_span<NamedWrite>(count);
  to.refs = arena.make_span<store::ItemRef>(count);
  to.changes = arena.make_span<store::ItemChange>(count);
  for (const TableRequests& requests : tables) {
    MAGNETO_ASSIGN_OR_RETURN(catalog::TablePtr table, find_item_table(context, requests.key));
    for (const model::WriteRequest& request : requests.value) {
      MAGNETO_RETURN_IF_ERROR(add_write(arena, *table, requests.key, request, to));
    }
    if (has_duplicates(arena, to.refs.first(to.count))) {
      return validation_error(std::string(messages::kDuplicateKeys));
    }
    to.tables.push_back(std::move(table));
  }
  return to;
}

}  // namespace

Result<model::BatchWriteItemOutput> batch_write_item(Context& context,
                                                     const model::BatchWriteItemInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::size_t count, check_requests(*input.request_items));
  MAGNETO_ASSIGN_OR_RETURN(const Writes writes, make_writes(context, *input.request_items, count));

  for (const catalog::TablePtr& table : writes.tables) {
    MAGNETO_RETURN_IF_ERROR(admit(context, *table, Traffic::kWrites));
  }

  model::BatchWriteItemOutput output;
  output.unprocessed_items.emplace();
  if (wants_metrics(input.return_item_collection_metrics)) {
    MAGNETO_ASSIGN_OR_RETURN(output.item_collection_metrics,
                             metrics_of_writes(context, writes.writes));
  }

  auto decide = [&](std::span<const std::optional<value::ItemView>>,
                    std::span<store::ItemChange> changes) -> Result<void> {
    std::ranges::copy(writes.changes, changes.begin());
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(
      const auto effects,
      context.services.store.modify(context.arena, writes.refs, decide, context.blocking));

  RequestCapacity capacity(context.arena, writes.tables.size());
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const NamedWrite& write = writes.writes[i];
    capacity.of(write.table_name, *write.ref.table).add(effects[i]);
    charge(context, *write.ref.table, Traffic::kWrites, effects[i].table_units);
  }
  output.consumed_capacity =
      capacity.describe(capacity_detail(input.return_consumed_capacity), CapacitySort::kPlain);
  return output;
}

}  // namespace magneto::internal::operations
