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

Result<wire::GetResourcePolicyOutput> get_resource_policy(
    Context& context, const wire::GetResourcePolicyInput& input);
Result<wire::PutResourcePolicyOutput> put_resource_policy(
    Context& context, const wire::PutResourcePolicyInput& input);
Result<wire::DeleteResourcePolicyOutput> delete_resource_policy(
    Context& context, const wire::DeleteResourcePolicyInput& input);

Result<wire::UpdateTimeToLiveOutput> update_time_to_live(Context& context,
                                                         const wire::UpdateTimeToLiveInput& input);
Result<wire::DescribeTimeToLiveOutput> describe_time_to_live(
    Context& context, const wire::DescribeTimeToLiveInput& input);

Result<wire::DescribeContributorInsightsOutput> describe_contributor_insights(
    Context& context, const wire::DescribeContributorInsightsInput& input);
Result<wire::ListContributorInsightsOutput> list_contributor_insights(
    Context& context, const wire::ListContributorInsightsInput& input);
Result<wire::UpdateContributorInsightsOutput> update_contributor_insights(
    Context& context, const wire::UpdateContributorInsightsInput& input);

Result<wire::KinesisStreamingDestinationOutput> enable_kinesis_streaming_destination(
    Context& context, const wire::KinesisStreamingDestinationInput& input);
Result<wire::KinesisStreamingDestinationOutput> disable_kinesis_streaming_destination(
    Context& context, const wire::KinesisStreamingDestinationInput& input);
Result<wire::UpdateKinesisStreamingDestinationOutput> update_kinesis_streaming_destination(
    Context& context, const wire::UpdateKinesisStreamingDestinationInput& input);
Result<wire::DescribeKinesisStreamingDestinationOutput> describe_kinesis_streaming_destination(
    Context& context, const wire::DescribeKinesisStreamingDestinationInput& input);

Result<wire::CreateGlobalTableOutput> create_global_table(
    Context& context, const wire::CreateGlobalTableInput& input);
Result<wire::UpdateGlobalTableOutput> update_global_table(
    Context& context, const wire::UpdateGlobalTableInput& input);
Result<wire::DescribeGlobalTableOutput> describe_global_table(
    Context& context, const wire::DescribeGlobalTableInput& input);
Result<wire::ListGlobalTablesOutput> list_global_tables(Context& context,
                                                        const wire::ListGlobalTablesInput& input);
Result<wire::DescribeGlobalTableSettingsOutput> describe_global_table_settings(
    Context& context, const wire::DescribeGlobalTableSettingsInput& input);
Result<wire::UpdateGlobalTableSettingsOutput> update_global_table_settings(
    Context& context, const wire::UpdateGlobalTableSettingsInput& input);
Result<wire::DescribeTableReplicaAutoScalingOutput> describe_table_replica_auto_scaling(
    Context& context, const wire::DescribeTableReplicaAutoScalingInput& input);
Result<wire::UpdateTableReplicaAutoScalingOutput> update_table_replica_auto_scaling(
    Context& context, const wire::UpdateTableReplicaAutoScalingInput& input);

Result<wire::DescribeLimitsOutput> describe_limits(Context& context,
                                                   const wire::DescribeLimitsInput& input);
Result<wire::DescribeEndpointsResponse> describe_endpoints(
    Context& context, const wire::DescribeEndpointsRequest& input);

}  // namespace magneto::operations
