// SPDX-License-Identifier: Apache-2.0
//
// DescribeLimits and DescribeEndpoints: the service about itself.
#include "operations/tables/quotas.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kEndpointCacheMinutes = 1440;

}  // namespace

Result<model::DescribeLimitsOutput> describe_limits(Context&, const model::DescribeLimitsInput&) {
  return model::DescribeLimitsOutput{.account_max_read_capacity_units = kAccountUnits,
                                     .account_max_write_capacity_units = kAccountUnits,
                                     .table_max_read_capacity_units = kTableUnits,
                                     .table_max_write_capacity_units = kTableUnits};
}

Result<model::DescribeEndpointsResponse> describe_endpoints(
    Context& context, const model::DescribeEndpointsRequest&) {
  auto endpoints = context.arena.make_span<model::Endpoint>(1);
  endpoints[0] = {.address = context.host, .cache_period_in_minutes = kEndpointCacheMinutes};
  return model::DescribeEndpointsResponse{.endpoints = endpoints};
}

}  // namespace magneto::internal::operations
