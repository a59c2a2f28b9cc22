// SPDX-License-Identifier: Apache-2.0
//
// DescribeLimits and DescribeEndpoints: the service about itself. DescribeContinuousBackups: every
// table gets continuous backups, none has point-in-time recovery; a missing table is a
// TableNotFoundException here, unlike elsewhere.
#include <string>

#include "operations/quotas.h"
#include "operations/table_name.h"
#include "operations/table_operations.h"

namespace magneto::operations {
namespace {

constexpr std::int64_t kEndpointCacheMinutes = 1440;
// After that every table has continuous backups (observed: a few seconds after it is ACTIVE).
constexpr std::int64_t kUntilContinuousBackups_ms = 10'000;

}  // namespace

Result<wire::DescribeLimitsOutput> describe_limits(Context&, const wire::DescribeLimitsInput&) {
  return wire::DescribeLimitsOutput{.account_max_read_capacity_units = kAccountUnits,
                                    .account_max_write_capacity_units = kAccountUnits,
                                    .table_max_read_capacity_units = kTableUnits,
                                    .table_max_write_capacity_units = kTableUnits};
}

Result<wire::DescribeEndpointsResponse> describe_endpoints(Context& context,
                                                           const wire::DescribeEndpointsRequest&) {
  auto endpoints = context.arena.make_span<wire::Endpoint>(1);
  endpoints[0] = {.address = context.host, .cache_period_in_minutes = kEndpointCacheMinutes};
  return wire::DescribeEndpointsResponse{.endpoints = endpoints};
}

Result<wire::DescribeContinuousBackupsOutput> describe_continuous_backups(
    Context& context, const wire::DescribeContinuousBackupsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_name(*input.table_name));
  // A table that is being created is not there yet.
  const auto table = find_item_table(context, name);
  if (!table.ok()) return Error(ErrorCode::kTableNotFound, "Table not found: " + std::string(name));
  const bool is_new =
      context.services.clock.now_ms() - (*table)->created_ms < kUntilContinuousBackups_ms;
  return wire::DescribeContinuousBackupsOutput{
      .continuous_backups_description = wire::ContinuousBackupsDescription{
          .continuous_backups_status = is_new ? "DISABLED" : "ENABLED",
          .point_in_time_recovery_description =
              wire::PointInTimeRecoveryDescription{.point_in_time_recovery_status = "DISABLED"}}};
}

}  // namespace magneto::operations
