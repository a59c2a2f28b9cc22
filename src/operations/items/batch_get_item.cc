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
// As dynalite's tests record of the service. Items come in the order of the keys.
//
// What the answer would have above 16 MB, or of one partition above 1 MB, is given back as
// UnprocessedKeys (API reference). In the small, as dynalite's tests record of the service: 1 MB of
// a partition may be passed by almost one item of the largest size, and a key that is given back
// costs what a key without an item does.
#include <algorithm>
#include <array>
#include <vector>

#include "derive/capacity.h"
#include "keys/key_bytes.h"
#include "operations/core/messages.h"
#include "operations/core/table_name.h"
#include "operations/core/throttle.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/item_operations.h"
#include "operations/items/long_work.h"
#include "operations/items/partitions.h"
#include "operations/items/request_expressions.h"
#include "operations/items/request_key.h"
#include "value/item_size.h"

namespace magneto::internal::operations {
namespace {

using model::AttributeMap;

constexpr std::size_t kMaxKeys = 100;
constexpr std::uint64_t kMaxAnswerBytes = 16 * 1024 * 1024;
// 1,458,172 bytes came back, of one byte more only a part.
constexpr std::uint64_t kMaxPartitionBytes = store::kPageBytes + value::kMaxItemBytes - 4;
constexpr std::uint64_t kFull = kMaxPartitionBytes + 1;

// What the request asks of one table.
struct TableGets {
  std::string_view name;
  const model::KeysAndAttributes* request = nullptr;
  const expression::Projection* projection = nullptr;
  catalog::TablePtr table;
  double read_units = 0;
};

Result<const expression::Projection*> bind_projection(Context& context,
                                                      const model::KeysAndAttributes& request) {
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
    MAGNETO_RETURN_IF_ERROR(model::check_content(keys[i]));
    seen[i] = keys[i].bytes();
  }
  std::ranges::sort(seen);
  if (std::ranges::adjacent_find(seen) != seen.end()) {
    return validation_error(std::string(messages::kDuplicateKeys));
  }
  return {};
}

// One kind of parameters for the whole request, whatever table they stand with.
Result<void> check_one_kind(const model::BatchGetItemInput& input) {
  bool expressions = false;
  bool legacy = false;
  for (const auto& entry : *input.request_items) {
    expressions = expressions || entry.value.projection_expression.has_value();
    legacy = legacy || entry.value.attributes_to_get.has_value();
  }
  const expression::ExpressionParameter with[] = {{"ProjectionExpression", expressions}};
  const expression::ExpressionParameter without[] = {{"AttributesToGet", legacy}};
  return expression::check_parameters(with, without, false, false);
}

Result<std::vector<TableGets>> bind_tables(Context& context,
                                           const model::BatchGetItemInput& input) {
  MAGNETO_RETURN_IF_ERROR(check_one_kind(input));
  std::vector<TableGets> tables;
  std::size_t key_count = 0;
  for (const auto& entry : *input.request_items) {
    TableGets gets;
    gets.name = entry.key;
    gets.request = &entry.value;
    MAGNETO_ASSIGN_OR_RETURN(gets.projection, bind_projection(context, entry.value));
    MAGNETO_RETURN_IF_ERROR(check_keys(context.arena, *entry.value.keys));
    key_count += entry.value.keys->size();
    if (key_count > kMaxKeys) return validation_error(std::string(messages::kTooManyGets));
    tables.push_back(std::move(gets));
  }
  return tables;
}

Result<void> find_tables(Context& context, std::vector<TableGets>& tables) {
  for (TableGets& gets : tables) {
    MAGNETO_ASSIGN_OR_RETURN(gets.table, find_item_table(context, gets.name));
    for (const AttributeMap& key : *gets.request->keys) {
      MAGNETO_RETURN_IF_ERROR(check_key(gets.table->schema, key));
    }
    MAGNETO_RETURN_IF_ERROR(check_scalar_keys(*gets.table, gets.projection));
  }
  return {};
}

// What was read of each partition of a table.
class PartitionBytes {
 public:
  PartitionBytes(Arena& arena, const catalog::Table& table) : count_(partition_count(table)) {
    for (std::uint32_t i = 0; i < count_; ++i) {
      ranges_[i] = partition_range(arena, table, table.space, i);
    }
  }

  // Of the partition that has the item.
  std::uint64_t& of(std::string_view item_key) {
    std::uint32_t i = 0;
    while (i + 1 < count_ && !ranges_[i].contains(item_key)) ++i;
    return bytes_[i];
  }

 private:
  std::uint32_t count_;
  std::array<keys::KeyRange, kMaxPartitions> ranges_;
  std::array<std::uint64_t, kMaxPartitions> bytes_{};
};

// Reads keys as long as the answer has room for their items.
class Reader {
 public:
  Reader(Context& context, std::size_t table_count)
      : context_(context),
        snapshot_(context.services.store.snapshot(context.blocking)),
        capacity_(context.arena, table_count) {}

  struct Found {
    std::span<const AttributeMap> items;
    std::span<const AttributeMap> left;  // Keys that were not read.
  };

  Result<Found> read(TableGets& gets) {
    Arena& arena = context_.arena;
    const std::span<const AttributeMap> keys = *gets.request->keys;
    const std::span<AttributeMap> items = arena.make_span<AttributeMap>(keys.size());
    const std::span<AttributeMap> left = arena.make_span<AttributeMap>(keys.size());
    std::size_t item_count = 0;
    std::size_t left_count = 0;
    TableCapacity& capacity = capacity_.of(gets.name, *gets.table);
    PartitionBytes partitions(arena, *gets.table);
    for (const AttributeMap& key : keys) {
      const store::ItemRef ref{gets.table.get(),
                               keys::item_key(arena, gets.table->space, gets.table->schema, key)};
      std::uint64_t& partition_bytes = partitions.of(ref.key);
      MAGNETO_ASSIGN_OR_RETURN(const Answer answer, get(ref, partition_bytes));
      if (is_long_work(context_, answer_bytes_)) return Error(ErrorCode::kWouldBlock, {});
      const double units = derive::read_units(answer.bytes, mode(gets));
      capacity.add(units);
      gets.read_units += units;
      if (answer.left) left[left_count++] = key;
      if (!answer.item) continue;
      items[item_count++] = gets.projection
                                ? expression::project(arena, *gets.projection, *answer.item)
                                : *answer.item;
    }
    return Found{items.first(item_count), left.first(left_count)};
  }

  const RequestCapacity& capacity() const { return capacity_; }

 private:
  static derive::ReadMode mode(const TableGets& gets) {
    return gets.request->consistent_read.value_or(false) ? derive::ReadMode::kStrong
                                                         : derive::ReadMode::kEventual;
  }

  struct Answer {
    bool left = false;
    std::optional<value::ItemView> item;
    std::uint64_t bytes = 0;
  };

  // Behind the first item that has no room nothing more is read of its partition.
  Result<Answer> get(const store::ItemRef& ref, std::uint64_t& partition_bytes) {
    Answer answer;
    answer.left = partition_bytes > kMaxPartitionBytes;
    if (answer.left) return answer;
    MAGNETO_ASSIGN_OR_RETURN(answer.item, snapshot_.get(context_.arena, ref));
    if (!answer.item) return answer;
    answer.bytes = value::item_size(*answer.item);
    partition_bytes += answer.bytes;
    answer_bytes_ += answer.bytes;
    if (partition_bytes <= kMaxPartitionBytes && answer_bytes_ <= kMaxAnswerBytes) return answer;
    partition_bytes = kFull;
    answer_bytes_ -= answer.bytes;
    return Answer{true, std::nullopt, 0};
  }

  Context& context_;
  store::Snapshot snapshot_;
  RequestCapacity capacity_;
  std::uint64_t answer_bytes_ = 0;
};

}  // namespace

Result<model::BatchGetItemOutput> batch_get_item(Context& context,
                                                 const model::BatchGetItemInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(std::vector<TableGets> tables, bind_tables(context, input));
  MAGNETO_RETURN_IF_ERROR(find_tables(context, tables));

  using Items = model::MapEntry<std::span<const AttributeMap>>;
  using Unprocessed = model::MapEntry<model::KeysAndAttributes>;
  const std::span<Items> responses = context.arena.make_span<Items>(tables.size());
  const std::span<Unprocessed> unprocessed = context.arena.make_span<Unprocessed>(tables.size());
  std::size_t unprocessed_count = 0;
  for (const TableGets& gets : tables) {
    MAGNETO_RETURN_IF_ERROR(admit(context, *gets.table, Traffic::kReads));
  }
  Reader reader(context, tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(const Reader::Found found, reader.read(tables[i]));
    responses[i] = {tables[i].name, found.items};
    if (found.left.empty()) continue;
    model::KeysAndAttributes rest = *tables[i].request;
    rest.keys = found.left;
    unprocessed[unprocessed_count++] = {tables[i].name, rest};
  }
  // Only now: until here it may have to begin again where it may block.
  for (const TableGets& gets : tables) {
    charge(context, *gets.table, Traffic::kReads, gets.read_units);
  }

  model::BatchGetItemOutput output;
  output.responses = responses;
  output.unprocessed_keys = unprocessed.first(unprocessed_count);
  output.consumed_capacity = reader.capacity().describe(
      capacity_detail(input.return_consumed_capacity), CapacitySort::kPlain);
  return output;
}

}  // namespace magneto::internal::operations
