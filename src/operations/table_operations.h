// SPDX-License-Identifier: Apache-2.0
//
// Operations on tables as wholes. One file per operation; each begins with the order of its checks.
#pragma once

#include "base/result.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

Result<wire::CreateTableOutput> create_table(Context& context, const wire::CreateTableInput& input);
Result<wire::DescribeTableOutput> describe_table(Context& context,
                                                 const wire::DescribeTableInput& input);
Result<wire::UpdateTableOutput> update_table(Context& context, const wire::UpdateTableInput& input);
Result<wire::DeleteTableOutput> delete_table(Context& context, const wire::DeleteTableInput& input);
Result<wire::ListTablesOutput> list_tables(Context& context, const wire::ListTablesInput& input);

Result<wire::NoOutput> tag_resource(Context& context, const wire::TagResourceInput& input);
Result<wire::NoOutput> untag_resource(Context& context, const wire::UntagResourceInput& input);
Result<wire::ListTagsOfResourceOutput> list_tags_of_resource(
    Context& context, const wire::ListTagsOfResourceInput& input);

Result<wire::UpdateTimeToLiveOutput> update_time_to_live(Context& context,
                                                         const wire::UpdateTimeToLiveInput& input);
Result<wire::DescribeTimeToLiveOutput> describe_time_to_live(
    Context& context, const wire::DescribeTimeToLiveInput& input);

Result<wire::DescribeLimitsOutput> describe_limits(Context& context,
                                                   const wire::DescribeLimitsInput& input);
Result<wire::DescribeEndpointsResponse> describe_endpoints(
    Context& context, const wire::DescribeEndpointsRequest& input);
Result<wire::DescribeContinuousBackupsOutput> describe_continuous_backups(
    Context& context, const wire::DescribeContinuousBackupsInput& input);

}  // namespace magneto::operations
