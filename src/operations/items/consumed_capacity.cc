// SPDX-License-Identifier: Apache-2.0
#include "operations/items/consumed_capacity.h"

#include <algorithm>

#include "derive/capacity.h"

namespace magneto::internal::operations {
namespace {

model::Capacity capacity(double units, CapacitySort sort) {
  model::Capacity capacity;
  capacity.capacity_units = units;
  if (sort == CapacitySort::kReads) capacity.read_capacity_units = units;
  if (sort == CapacitySort::kWrites) capacity.write_capacity_units = units;
  return capacity;
}

}  // namespace

CapacityDetail capacity_detail(
    const std::optional<model::Enum<model::ReturnConsumedCapacity>>& parameter) {
  if (parameter == model::ReturnConsumedCapacity::kTotal) return CapacityDetail::kTotal;
  if (parameter == model::ReturnConsumedCapacity::kIndexes) return CapacityDetail::kIndexes;
  return CapacityDetail::kNone;
}

void TableCapacity::add(const catalog::Index& index, double units) {
  for (std::size_t i = 0; i < index_units_.size(); ++i) {
    if (table_->indexes[i].get() == &index) index_units_[i] += units;
  }
}

void TableCapacity::add(const derive::WriteEffect& effect, double factor) {
  add(effect.table_units * factor);
  for (const derive::IndexCost& cost : effect.index_costs) add(*cost.index, cost.units);
  for (const derive::VectorCost& cost : effect.vector_costs) {
    for (std::size_t i = 0; i < vector_bytes_.size(); ++i) {
      if (table_->vector_indexes[i].get() == cost.index)
        vector_bytes_[i] += static_cast<double>(cost.bytes);
    }
  }
}

// The service counts 1 KB for each index at least (recorded in 2026).
std::span<const model::MapEntry<model::VectorCapacity>> TableCapacity::describe_vector_indexes(
    Arena& arena) const {
  const auto entries =
      arena.make_span<model::MapEntry<model::VectorCapacity>>(vector_bytes_.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < vector_bytes_.size(); ++i) {
    if (vector_bytes_[i] == 0) continue;
    model::VectorCapacity capacity;
    capacity.vector_write_request_bytes =
        std::max(static_cast<double>(derive::kLeastVectorBytes), vector_bytes_[i]);
    entries[count++] = {arena.copy(table_->vector_indexes[i]->name), capacity};
  }
  return entries.first(count);
}

std::span<const model::MapEntry<model::Capacity>> TableCapacity::describe_indexes(
    Arena& arena, CapacitySort sort, bool local) const {
  const auto entries = arena.make_span<model::MapEntry<model::Capacity>>(index_units_.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < index_units_.size(); ++i) {
    const catalog::Index& index = *table_->indexes[i];
    if (index.local != local || index_units_[i] == 0) continue;
    entries[count++] = {arena.copy(index.name), capacity(index_units_[i], sort)};
  }
  return entries.first(count);
}

model::ConsumedCapacity TableCapacity::describe(Arena& arena, CapacityDetail detail,
                                                CapacitySort sort) const {
  double total = table_units_;
  for (double units : index_units_) total += units;

  model::ConsumedCapacity consumed;
  consumed.table_name = name_;
  consumed.capacity_units = total;
  if (sort == CapacitySort::kReads) consumed.read_capacity_units = total;
  if (sort == CapacitySort::kWrites) consumed.write_capacity_units = total;
  if (detail != CapacityDetail::kIndexes) return consumed;

  consumed.table = capacity(table_units_, sort);
  const auto local = describe_indexes(arena, sort, true);
  if (!local.empty()) consumed.local_secondary_indexes = local;
  const auto global = describe_indexes(arena, sort, false);
  if (!global.empty()) consumed.global_secondary_indexes = global;
  const auto vectors = describe_vector_indexes(arena);
  if (!vectors.empty()) consumed.vector_indexes = vectors;
  return consumed;
}

TableCapacity& RequestCapacity::of(std::string_view name, const catalog::Table& table) {
  for (TableCapacity& capacity : tables_.first(count_)) {
    if (capacity.name() == name) return capacity;
  }
  tables_[count_] = TableCapacity(arena_, name, table);
  return tables_[count_++];
}

std::optional<std::span<const model::ConsumedCapacity>> RequestCapacity::describe(
    CapacityDetail detail, CapacitySort sort) const {
  if (detail == CapacityDetail::kNone) return std::nullopt;
  const auto described = arena_.make_span<model::ConsumedCapacity>(count_);
  for (std::size_t i = 0; i < count_; ++i) described[i] = tables_[i].describe(arena_, detail, sort);
  return described;
}

std::optional<model::ConsumedCapacity> capacity_of_write(Arena& arena, CapacityDetail detail,
                                                         std::string_view name,
                                                         const catalog::Table& table,
                                                         const derive::WriteEffect& effect) {
  if (detail == CapacityDetail::kNone) return std::nullopt;
  TableCapacity capacity(arena, name, table);
  capacity.add(effect);
  return capacity.describe(arena, detail, CapacitySort::kPlain);
}

}  // namespace magneto::internal::operations
