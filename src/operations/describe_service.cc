// SPDX-License-Identifier: Apache-2.0
//
// DescribeLimits and DescribeEndpoints: the service about itself.
#include "operations/quotas.h"
#include "operations/table_operations.h"

namespace magneto::operations {
namespace {

constexpr std::int64_t kEndpointCacheMinutes = 1440;

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

}  // namespace magneto::operations
