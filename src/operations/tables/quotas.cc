// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/quotas.h"

#include <optional>
#include <string>

#include "operations/core/table_messages.h"

namespace magneto::internal::operations {
namespace {

struct Units {
  std::string_view kind;
  std::int64_t provisioned;
  std::optional<std::int64_t> maximum;
  std::optional<std::int64_t> warm;
};

Result<void> check(const Units& units, std::string_view region, std::string_view index) {
  const std::string kind(units.kind), name(index);
  if (units.provisioned > kTableUnits)
    return messages::units_above_quota(kind, units.provisioned, kTableUnits, region, index);
  // The service puts blanks as it does.
  if (units.maximum > kTableUnits)
    return messages::throughput_above_quota("Max" + kind + "RequestUnits for OnDemandThroughput",
                                            kind, region,
                                            name.empty() ? "table" : "index : " + name);
  if (units.warm > kTableUnits)
    return messages::throughput_above_quota(kind + "UnitsPerSecond for WarmThroughput", kind,
                                            region, name.empty() ? "table" : "index " + name);
  return {};
}

/// `T` is a table or an index.
template <class T>
Result<void> check_both(const T& of, std::string_view region, std::string_view index) {
  const auto maxima = of.on_demand_throughput.value_or(catalog::OnDemandThroughput{});
  std::optional<std::int64_t> warm_reads, warm_writes;
  if (of.warm_throughput) {
    warm_reads = of.warm_throughput->read_units_per_second;
    warm_writes = of.warm_throughput->write_units_per_second;
  }
  MAGNETO_RETURN_IF_ERROR(
      check({"Read", of.throughput.read_units, maxima.max_read_units, warm_reads}, region, index));
  return check({"Write", of.throughput.write_units, maxima.max_write_units, warm_writes}, region,
               index);
}

}  // namespace

Result<void> check_quotas(const catalog::Table& table, std::string_view region) {
  MAGNETO_RETURN_IF_ERROR(check_both(table, region, {}));
  for (const auto& index : table.indexes) {
    if (!index->local) MAGNETO_RETURN_IF_ERROR(check_both(*index, region, index->name));
  }
  return {};
}

}  // namespace magneto::internal::operations
