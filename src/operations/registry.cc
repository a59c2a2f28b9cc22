// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <type_traits>

#include "model/operation_list.h"
#include "operations/backups/backup_operations.h"
#include "operations/core/messages.h"
#include "operations/items/item_operations.h"
#include "operations/operation.h"
#include "operations/streams/stream_operations.h"
#include "operations/tables/table_operations.h"
#include "operations/tables/throughput_mode.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {
namespace {

namespace api = model::operation;

constexpr RequestWording kCurrentLayer = {.enveloped = true,
                                          .bare_values = true,
                                          .short_parameters = true,
                                          .values = json::Layer::kCurrent};
constexpr RequestWording kCurrentValues = {.values = json::Layer::kCurrent};

// Today's wording of each operation's request errors, where it is not the older layer's.
template <class Api>
constexpr RequestWording kWordingOf = {};
template <>
constexpr RequestWording kWordingOf<api::PutItem> = kCurrentLayer;
template <>
constexpr RequestWording kWordingOf<api::UpdateItem> = kCurrentLayer;
template <>
constexpr RequestWording kWordingOf<api::DeleteItem> = kCurrentLayer;
template <>
constexpr RequestWording kWordingOf<api::Query> = {.bare_values = true,
                                                   .values = json::Layer::kCurrent};
template <>
constexpr RequestWording kWordingOf<api::GetItem> = kCurrentValues;
template <>
constexpr RequestWording kWordingOf<api::BatchGetItem> = kCurrentValues;
template <>
constexpr RequestWording kWordingOf<api::Scan> = kCurrentValues;
template <>
constexpr RequestWording kWordingOf<api::SearchVectors> = kCurrentValues;

Error worded(const Context& context, Error error) {
  if (!context.wording.enveloped || context.request_checked) return error;
  if (error.code() != ErrorCode::kValidation) return error;
  return validation_error(std::string(messages::kOneProblem).append(error.message()));
}

// What an input has besides its struct.
template <class Api>
Result<void> read_unlisted(Context&, json::ParsedBody, typename Api::Input&) {
  return {};
}
template <>
Result<void> read_unlisted<api::CreateTable>(Context& context, json::ParsedBody body,
                                             model::CreateTableInput& input) {
  return read_throughput_mode(context, body, input);
}

// The generic part of every operation.
template <class Api, auto kFunction>
Result<void> run(Context& context, json::ParsedBody body, json::JsonWriter& out) {
  const checks::Wording wording = context.services.wording;
  if (wording == checks::Wording::kPresent) context.wording = kWordingOf<Api>;
  MAGNETO_ASSIGN_OR_RETURN(
      auto input, json::decode<typename Api::Input>(body, context.arena, context.wording.values));
  MAGNETO_RETURN_IF_ERROR(read_unlisted<Api>(context, body, input));
  MAGNETO_RETURN_IF_ERROR(checks::validate(input, wording));
  auto done = kFunction(context, input);
  if (!done.ok()) return worded(context, std::move(done).error());
  [[maybe_unused]] const auto output = *std::move(done);
  // What answers nothing answers an empty body, not an empty object.
  if constexpr (!std::is_same_v<typename Api::Output, model::NoOutput>) json::encode(output, out);
  return {};
}

template <class Api, auto kFunction>
constexpr Operation row(Effect effect) {
  return {Api::kName, Api::kTarget, effect, run<Api, kFunction>};
}

constexpr Operation kByName[] = {
    row<api::BatchExecuteStatement, batch_execute_statement>(Effect::kWrite),
    row<api::BatchGetItem, batch_get_item>(Effect::kRead),
    row<api::BatchWriteItem, batch_write_item>(Effect::kWrite),
    row<api::CancelBulkOperation, cancel_bulk_operation>(Effect::kCatalog),
    row<api::CreateBackup, create_backup>(Effect::kCatalog),
    row<api::CreateGlobalTable, create_global_table>(Effect::kRead),
    row<api::CreateTable, create_table>(Effect::kCatalog),
    row<api::DeleteBackup, delete_backup>(Effect::kCatalog),
    row<api::DeleteItem, delete_item>(Effect::kWrite),
    row<api::DeleteResourcePolicy, delete_resource_policy>(Effect::kCatalog),
    row<api::DeleteTable, delete_table>(Effect::kCatalog),
    row<api::DescribeBackup, describe_backup>(Effect::kRead),
    row<api::DescribeBulkOperation, describe_bulk_operation>(Effect::kRead),
    row<api::DescribeContinuousBackups, describe_continuous_backups>(Effect::kRead),
    row<api::DescribeContributorInsights, describe_contributor_insights>(Effect::kRead),
    row<api::DescribeEndpoints, describe_endpoints>(Effect::kRead),
    row<api::DescribeExport, describe_export>(Effect::kRead),
    row<api::DescribeGlobalTable, describe_global_table>(Effect::kRead),
    row<api::DescribeGlobalTableSettings, describe_global_table_settings>(Effect::kRead),
    row<api::DescribeImport, describe_import>(Effect::kRead),
    row<api::DescribeKinesisStreamingDestination, describe_kinesis_streaming_destination>(
        Effect::kRead),
    row<api::DescribeLimits, describe_limits>(Effect::kRead),
    row<api::DescribeStream, describe_stream>(Effect::kRead),
    row<api::DescribeTable, describe_table>(Effect::kRead),
    row<api::DescribeTableReplicaAutoScaling, describe_table_replica_auto_scaling>(Effect::kRead),
    row<api::DescribeTimeToLive, describe_time_to_live>(Effect::kRead),
    row<api::DisableKinesisStreamingDestination, disable_kinesis_streaming_destination>(
        Effect::kCatalog),
    row<api::EnableKinesisStreamingDestination, enable_kinesis_streaming_destination>(
        Effect::kCatalog),
    row<api::ExecuteStatement, execute_statement>(Effect::kWrite),
    row<api::ExecuteTransaction, execute_transaction>(Effect::kWrite),
    row<api::ExportTableToPointInTime, export_table_to_point_in_time>(Effect::kCatalog),
    row<api::GetItem, get_item>(Effect::kRead),
    row<api::GetRecords, get_records>(Effect::kRead),
    row<api::GetResourcePolicy, get_resource_policy>(Effect::kRead),
    row<api::GetShardIterator, get_shard_iterator>(Effect::kRead),
    row<api::ImportTable, import_table>(Effect::kCatalog),
    row<api::ListBackups, list_backups>(Effect::kRead),
    row<api::ListBulkOperations, list_bulk_operations>(Effect::kRead),
    row<api::ListContributorInsights, list_contributor_insights>(Effect::kRead),
    row<api::ListExports, list_exports>(Effect::kRead),
    row<api::ListGlobalTables, list_global_tables>(Effect::kRead),
    row<api::ListImports, list_imports>(Effect::kRead),
    row<api::ListStreams, list_streams>(Effect::kRead),
    row<api::ListTables, list_tables>(Effect::kRead),
    row<api::ListTagsOfResource, list_tags_of_resource>(Effect::kRead),
    row<api::PutItem, put_item>(Effect::kWrite),
    row<api::PutResourcePolicy, put_resource_policy>(Effect::kCatalog),
    row<api::Query, query>(Effect::kRead),
    row<api::RestoreTableFromBackup, restore_table_from_backup>(Effect::kCatalog),
    row<api::RestoreTableToPointInTime, restore_table_to_point_in_time>(Effect::kCatalog),
    row<api::Scan, scan>(Effect::kRead),
    row<api::SearchVectors, search_vectors>(Effect::kRead),
    row<api::StartBulkPutItems, start_bulk_put_items>(Effect::kCatalog),
    row<api::TagResource, tag_resource>(Effect::kCatalog),
    row<api::TransactGetItems, transact_get_items>(Effect::kRead),
    row<api::TransactWriteItems, transact_write_items>(Effect::kWrite),
    row<api::UntagResource, untag_resource>(Effect::kCatalog),
    row<api::UpdateContinuousBackups, update_continuous_backups>(Effect::kCatalog),
    row<api::UpdateContributorInsights, update_contributor_insights>(Effect::kCatalog),
    row<api::UpdateGlobalTable, update_global_table>(Effect::kRead),
    row<api::UpdateGlobalTableSettings, update_global_table_settings>(Effect::kRead),
    row<api::UpdateItem, update_item>(Effect::kWrite),
    row<api::UpdateKinesisStreamingDestination, update_kinesis_streaming_destination>(
        Effect::kCatalog),
    row<api::UpdateTable, update_table>(Effect::kCatalog),
    row<api::UpdateTableReplicaAutoScaling, update_table_replica_auto_scaling>(Effect::kRead),
    row<api::UpdateTimeToLive, update_time_to_live>(Effect::kCatalog),
};

constexpr auto by_target() {
  auto rows = std::to_array(kByName);
  std::sort(rows.begin(), rows.end(),
            [](const Operation& a, const Operation& b) { return a.target < b.target; });
  return rows;
}

constexpr auto kRows = by_target();

constexpr bool has_every_operation_once() {
  std::size_t found = 0;
  api::All::for_each([&found]<class Api>() {
    found += static_cast<std::size_t>(std::ranges::count(kRows, Api::kTarget, &Operation::target));
  });
  return found == api::All::kSize && kRows.size() == api::All::kSize;
}
static_assert(has_every_operation_once());

}  // namespace

const Operation* find_operation(std::string_view target) {
  const auto found = std::lower_bound(
      kRows.begin(), kRows.end(), target,
      [](const Operation& row, std::string_view wanted) { return row.target < wanted; });
  return found != kRows.end() && found->target == target ? &*found : nullptr;
}

std::span<const Operation> all_operations() { return kRows; }

}  // namespace magneto::internal::operations
