// SPDX-License-Identifier: Apache-2.0
//
// ConsumedCapacity: what a request cost each table, and, when asked for, each index. The units
// themselves are derive/capacity.h's and derive/write_effect.h's business.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "catalog/table.h"
#include "derive/write_effect.h"
#include "model/shapes.h"

namespace magneto::internal::operations {

/// ReturnConsumedCapacity.
enum class CapacityDetail : std::uint8_t { kNone, kTotal, kIndexes };
CapacityDetail capacity_detail(
    const std::optional<model::Enum<model::ReturnConsumedCapacity>>& parameter);

/// Which members stand beside CapacityUnits: transactions say of what sort the units are.
enum class CapacitySort : std::uint8_t { kPlain, kReads, kWrites };

/// Adds up what one request costs one table and its indexes.
class TableCapacity {
 public:
  /// `name` is the request's: a table ARN stays one. Borrows all until describe().
  TableCapacity(Arena& arena, std::string_view name, const catalog::Table& table)
      : name_(name),
        table_(&table),
        index_units_(arena.make_span<double>(table.indexes.size())),
        vector_bytes_(arena.make_span<double>(table.vector_indexes.size())) {}
  TableCapacity() = default;

  std::string_view name() const { return name_; }

  void add(double table_units) { table_units_ += table_units; }
  /// Indexes that cost nothing are not described.
  void add(const catalog::Index& index, double units);
  /// A transaction's `factor` is for the table: what is written to indexes costs the same in it.
  void add(const derive::WriteEffect& effect, double factor = 1);

  /// In the arena, names of indexes too.
  model::ConsumedCapacity describe(Arena& arena, CapacityDetail detail, CapacitySort sort) const;

 private:
  std::span<const model::MapEntry<model::Capacity>> describe_indexes(Arena& arena,
                                                                     CapacitySort sort,
                                                                     bool local) const;
  std::span<const model::MapEntry<model::VectorCapacity>> describe_vector_indexes(
      Arena& arena) const;

  std::string_view name_;
  const catalog::Table* table_ = nullptr;
  double table_units_ = 0;
  std::span<double> index_units_;   // In the table's order.
  std::span<double> vector_bytes_;  // In the table's order of vector indexes.
};

/// The same of a request on several tables, in the order they are first asked for.
class RequestCapacity {
 public:
  RequestCapacity(Arena& arena, std::size_t max_tables)
      : arena_(arena), tables_(arena.make_span<TableCapacity>(max_tables)) {}

  /// Tables are told apart by the names the request has for them.
  TableCapacity& of(std::string_view name, const catalog::Table& table);
  /// Nothing with kNone.
  std::optional<std::span<const model::ConsumedCapacity>> describe(CapacityDetail detail,
                                                                   CapacitySort sort) const;

 private:
  Arena& arena_;
  std::span<TableCapacity> tables_;
  std::size_t count_ = 0;
};

/// Of a request that writes one item. Nothing with kNone.
std::optional<model::ConsumedCapacity> capacity_of_write(Arena& arena, CapacityDetail detail,
                                                         std::string_view name,
                                                         const catalog::Table& table,
                                                         const derive::WriteEffect& effect);

}  // namespace magneto::internal::operations
