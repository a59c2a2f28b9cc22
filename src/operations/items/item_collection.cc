// SPDX-License-Identifier: Apache-2.0
#include "operations/items/item_collection.h"

#include <algorithm>
#include <cmath>

#include "value/item_builder.h"

namespace magneto::internal::operations {
namespace {

constexpr double kGigabyte = 1024.0 * 1024 * 1024;

value::ItemView collection_key(Arena& arena, const catalog::Table& table, value::ItemView key) {
  const std::string& name = table.schema.partition.front().name;
  const auto attribute = arena.make_span<value::Attribute>(1);
  attribute[0] = {arena.copy(name), *key.find(name)};
  return value::make_item(arena, attribute);
}

bool same_collection(const NamedWrite& a, const NamedWrite& b) {
  const std::string& name = a.ref.table->schema.partition.front().name;
  return a.ref.table == b.ref.table && a.key.find(name) == b.key.find(name);
}

bool seen_before(std::span<const NamedWrite> writes, std::size_t i) {
  for (std::size_t j = 0; j < i; ++j) {
    if (same_collection(writes[i], writes[j])) return true;
  }
  return false;
}

using Metrics = model::ItemCollectionMetrics;
using TableMetrics = model::MapEntry<std::span<const Metrics>>;

// Of the writes to the table that the request calls `name`.
Result<std::span<const Metrics>> metrics_of_table(Context& context, store::Snapshot& snapshot,
                                                  std::span<const NamedWrite> writes,
                                                  std::string_view name) {
  const std::span<Metrics> metrics = context.arena.make_span<Metrics>(writes.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].table_name != name || seen_before(writes, i)) continue;
    MAGNETO_ASSIGN_OR_RETURN(
        const auto found, item_collection_metrics(context, snapshot, writes[i].ref, writes[i].key));
    if (found) metrics[count++] = *found;
  }
  return std::span<const Metrics>(metrics.first(count));
}

}  // namespace

Result<std::optional<model::ItemCollectionMetrics>> item_collection_metrics(
    Context& context, store::Snapshot& snapshot, const store::ItemRef& ref, value::ItemView key) {
  if (!ref.table->has_local_indexes()) return std::optional<model::ItemCollectionMetrics>();
  MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t bytes, snapshot.item_collection_bytes(ref));

  const std::span<double> range = context.arena.make_span<double>(2);
  range[0] = std::floor(static_cast<double>(bytes) / kGigabyte);
  range[1] = range[0] + 1;
  model::ItemCollectionMetrics metrics;
  metrics.item_collection_key = model::AttributeMap(collection_key(context.arena, *ref.table, key));
  metrics.size_estimate_range_gb = range;
  return std::optional(metrics);
}

Result<std::optional<MetricsByTable>> metrics_of_writes(Context& context,
                                                        std::span<const NamedWrite> writes) {
  store::Snapshot snapshot = context.services.store.snapshot(context.blocking);
  const auto tables = context.arena.make_span<TableMetrics>(writes.size());
  std::size_t count = 0;
  for (const NamedWrite& write : writes) {
    const bool known = std::ranges::any_of(tables.first(count), [&](const TableMetrics& table) {
      return table.key == write.table_name;
    });
    if (known || !write.ref.table->has_local_indexes()) continue;
    MAGNETO_ASSIGN_OR_RETURN(const auto metrics,
                             metrics_of_table(context, snapshot, writes, write.table_name));
    tables[count++] = {write.table_name, metrics};
  }
  if (count == 0) return std::optional<MetricsByTable>();
  return std::optional<MetricsByTable>(tables.first(count));
}

}  // namespace magneto::internal::operations
