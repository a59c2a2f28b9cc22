// SPDX-License-Identifier: Apache-2.0
//
// BatchGetItem. Order of checks, table by table in the order of RequestItems:
//
//   1. expression and legacy parameters together, names without an expression
//   2. AttributesToGet names an attribute twice
//   3. ExpressionAttributeNames, ProjectionExpression, what is unused
//   4. values of the keys; a key that is there twice; more than 100 keys in all
//
// and then, again table by table:
//
//   5. the table is there
//   6. keys: attributes and types, empty, size
//   7. ProjectionExpression reaches into a key
//
// As dynalite's tests record of the service. Items come in the order of the keys. When the answer
// would pass 16 MB, the keys that are left are given back as UnprocessedKeys.
#include <algorithm>
#include <vector>

#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/consumed_capacity.h"
#include "operations/item_operations.h"
#include "operations/request_expressions.h"
#include "operations/request_key.h"
#include "operations/texts.h"
#include "value/item_size.h"

namespace magneto::operations {
namespace {

using wire::AttributeMap;

constexpr std::size_t kMaxKeys = 100;
constexpr std::uint64_t kMaxAnswerBytes = 16 * 1024 * 1024;

// What the request asks of one table.
struct TableGets {
  std::string_view name;
  const wire::KeysAndAttributes* request = nullptr;
  const expression::Projection* projection = nullptr;
  catalog::TablePtr table;
};

Result<const expression::Projection*> bind_projection(Context& context,
                                                      const wire::KeysAndAttributes& request) {
  const expression::ExpressionParameter expressions[] = {
      {"ProjectionExpression", request.projection_expression.has_value()}};
  const expression::ExpressionParameter legacy[] = {
      {"AttributesToGet", request.attributes_to_get.has_value()}};
  MAGNETO_RETURN_IF_ERROR(expression::check_parameters(
      expressions, legacy, request.expression_attribute_names.has_value(), false));
  MAGNETO_RETURN_IF_ERROR(check_attributes_to_get(request.attributes_to_get));
  MAGNETO_ASSIGN_OR_RETURN(
      RequestExpressions bound,
      RequestExpressions::begin(context, request.expression_attribute_names, std::nullopt));
  MAGNETO_ASSIGN_OR_RETURN(const expression::Projection* projection,
                           bound.projection(request.projection_expression));
  MAGNETO_RETURN_IF_ERROR(bound.finish());
  return projection_of_request(context.arena, request.attributes_to_get, projection);
}

Result<void> check_keys(Arena& arena, std::span<const AttributeMap> keys) {
  const std::span<std::string_view> seen = arena.make_span<std::string_view>(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    MAGNETO_RETURN_IF_ERROR(wire::check_content(keys[i]));
    seen[i] = keys[i].bytes();
  }
  std::ranges::sort(seen);
  if (std::ranges::adjacent_find(seen) != seen.end()) {
    return validation_error(std::string(texts::kDuplicateKeys));
  }
  return {};
}

Result<std::vector<TableGets>> bind_tables(Context& context, const wire::BatchGetItemInput& input) {
  std::vector<TableGets> tables;
  std::size_t key_count = 0;
  for (const auto& entry : *input.request_items) {
    TableGets gets;
    gets.name = entry.key;
    gets.request = &entry.value;
    MAGNETO_ASSIGN_OR_RETURN(gets.projection, bind_projection(context, entry.value));
    MAGNETO_RETURN_IF_ERROR(check_keys(context.arena, *entry.value.keys));
    key_count += entry.value.keys->size();
    if (key_count > kMaxKeys) return validation_error(std::string(texts::kTooManyGets));
    tables.push_back(std::move(gets));
  }
  return tables;
}

Result<void> find_tables(Context& context, std::vector<TableGets>& tables) {
  for (TableGets& gets : tables) {
    MAGNETO_ASSIGN_OR_RETURN(gets.table, context.services.catalog.find(gets.name));
    for (const AttributeMap& key : *gets.request->keys) {
      MAGNETO_RETURN_IF_ERROR(check_key(gets.table->schema, key));
    }
    MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*gets.table, gets.projection));
  }
  return {};
}

// Reads keys until the answer is full.
class Reader {
 public:
  Reader(Context& context, std::size_t table_count)
      : context_(context),
        snapshot_(context.services.store.snapshot(context.blocking)),
        capacity_(context.arena, table_count) {}

  // How many of the keys were read, and what was found.
  struct Found {
    std::size_t read = 0;
    std::span<const AttributeMap> items;
  };

  Result<Found> read(const TableGets& gets) {
    Arena& arena = context_.arena;
    const std::span<const AttributeMap> keys = *gets.request->keys;
    const std::span<AttributeMap> items = arena.make_span<AttributeMap>(keys.size());
    TableCapacity& capacity = capacity_.of(gets.name, *gets.table);
    Found found;
    std::size_t count = 0;
    for (; found.read < keys.size() && !full_; ++found.read) {
      MAGNETO_ASSIGN_OR_RETURN(const std::optional<value::ItemView> item,
                               get(*gets.table, keys[found.read]));
      const std::uint64_t bytes = item ? value::item_size(*item) : 0;
      if (answer_bytes_ + bytes > kMaxAnswerBytes) {
        full_ = true;
        break;
      }
      answer_bytes_ += bytes;
      capacity.add(derive::read_units(bytes, mode(gets)));
      if (!item) continue;
      items[count++] =
          gets.projection ? expression::project(arena, *gets.projection, *item) : *item;
    }
    found.items = items.first(count);
    return found;
  }

  const RequestCapacity& capacity() const { return capacity_; }

 private:
  static derive::ReadMode mode(const TableGets& gets) {
    return gets.request->consistent_read.value_or(false) ? derive::ReadMode::kStrong
                                                         : derive::ReadMode::kEventual;
  }

  Result<std::optional<value::ItemView>> get(const catalog::Table& table, value::ItemView key) {
    return snapshot_.get(context_.arena,
                         {&table, keys::item_key(context_.arena, table.space, table.schema, key)});
  }

  Context& context_;
  store::Snapshot snapshot_;
  RequestCapacity capacity_;
  std::uint64_t answer_bytes_ = 0;
  bool full_ = false;
};

}  // namespace

Result<wire::BatchGetItemOutput> batch_get_item(Context& context,
                                                const wire::BatchGetItemInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(std::vector<TableGets> tables, bind_tables(context, input));
  MAGNETO_RETURN_IF_ERROR(find_tables(context, tables));

  using Items = wire::MapEntry<std::span<const AttributeMap>>;
  using Unprocessed = wire::MapEntry<wire::KeysAndAttributes>;
  const std::span<Items> responses = context.arena.make_span<Items>(tables.size());
  const std::span<Unprocessed> unprocessed = context.arena.make_span<Unprocessed>(tables.size());
  std::size_t unprocessed_count = 0;
  Reader reader(context, tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(const Reader::Found found, reader.read(tables[i]));
    responses[i] = {tables[i].name, found.items};
    wire::KeysAndAttributes rest = *tables[i].request;
    rest.keys = rest.keys->subspan(found.read);
    if (!rest.keys->empty()) unprocessed[unprocessed_count++] = {tables[i].name, rest};
  }

  wire::BatchGetItemOutput output;
  output.responses = responses;
  output.unprocessed_keys = unprocessed.first(unprocessed_count);
  output.consumed_capacity = reader.capacity().describe(
      capacity_detail(input.return_consumed_capacity), CapacitySort::kPlain);
  return output;
}

}  // namespace magneto::operations
