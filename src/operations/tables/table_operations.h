// SPDX-License-Identifier: Apache-2.0
//
// Operations on tables as wholes. One file per operation; each begins with the order of its checks.
#pragma once

#include "base/result.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

Result<model::CreateTableOutput> create_table(Context& context,
                                              const model::CreateTableInput& input);
Result<model::DescribeTableOutput> describe_table(Context& context,
                                                  const model::DescribeTableInput& input);
Result<model::UpdateTableOutput> update_table(Context& context,
                                              const model::UpdateTableInput& input);
Result<model::DeleteTableOutput> delete_table(Context& context,
                                              const model::DeleteTableInput& input);
Result<model::ListTablesOutput> list_tables(Context& context, const model::ListTablesInput& input);

Result<model::NoOutput> tag_resource(Context& context, const model::TagResourceInput& input);
Result<model::NoOutput> untag_resource(Context& context, const model::UntagResourceInput& input);
Result<model::ListTagsOfResourceOutput> list_tags_of_resource(
    Context& context, const model::ListTagsOfResourceInput& input);

Result<model::GetResourcePolicyOutput> get_resource_policy(
    Context& context, const model::GetResourcePolicyInput& input);
Result<model::PutResourcePolicyOutput> put_resource_policy(
    Context& context, const model::PutResourcePolicyInput& input);
Result<model::DeleteResourcePolicyOutput> delete_resource_policy(
    Context& context, const model::DeleteResourcePolicyInput& input);

Result<model::UpdateTimeToLiveOutput> update_time_to_live(
    Context& context, const model::UpdateTimeToLiveInput& input);
Result<model::DescribeTimeToLiveOutput> describe_time_to_live(
    Context& context, const model::DescribeTimeToLiveInput& input);

Result<model::DescribeContributorInsightsOutput> describe_contributor_insights(
    Context& context, const model::DescribeContributorInsightsInput& input);
Result<model::ListContributorInsightsOutput> list_contributor_insights(
    Context& context, const model::ListContributorInsightsInput& input);
Result<model::UpdateContributorInsightsOutput> update_contributor_insights(
    Context& context, const model::UpdateContributorInsightsInput& input);

Result<model::KinesisStreamingDestinationOutput> enable_kinesis_streaming_destination(
    Context& context, const model::KinesisStreamingDestinationInput& input);
Result<model::KinesisStreamingDestinationOutput> disable_kinesis_streaming_destination(
    Context& context, const model::KinesisStreamingDestinationInput& input);
Result<model::UpdateKinesisStreamingDestinationOutput> update_kinesis_streaming_destination(
    Context& context, const model::UpdateKinesisStreamingDestinationInput& input);
Result<model::DescribeKinesisStreamingDestinationOutput> describe_kinesis_streaming_destination(
    Context& context, const model::DescribeKinesisStreamingDestinationInput& input);

Result<model::CreateGlobalTableOutput> create_global_table(
    Context& context, const model::CreateGlobalTableInput& input);
Result<model::UpdateGlobalTableOutput> update_global_table(
    Context& context, const model::UpdateGlobalTableInput& input);
Result<model::DescribeGlobalTableOutput> describe_global_table(
    Context& context, const model::DescribeGlobalTableInput& input);
Result<model::ListGlobalTablesOutput> list_global_tables(Context& context,
                                                         const model::ListGlobalTablesInput& input);
Result<model::DescribeGlobalTableSettingsOutput> describe_global_table_settings(
    Context& context, const model::DescribeGlobalTableSettingsInput& input);
Result<model::UpdateGlobalTableSettingsOutput> update_global_table_settings(
    Context& context, const model::UpdateGlobalTableSettingsInput& input);
Result<model::DescribeTableReplicaAutoScalingOutput> describe_table_replica_auto_scaling(
    Context& context, const model::DescribeTableReplicaAutoScalingInput& input);
Result<model::UpdateTableReplicaAutoScalingOutput> update_table_replica_auto_scaling(
    Context& context, const model::UpdateTableReplicaAutoScalingInput& input);

Result<model::DescribeLimitsOutput> describe_limits(Context& context,
                                                    const model::DescribeLimitsInput& input);
Result<model::DescribeEndpointsResponse> describe_endpoints(
    Context& context, const model::DescribeEndpointsRequest& input);

}  // namespace magneto::internal::operations
