// SPDX-License-Identifier: Apache-2.0
//
// ExportTableToPointInTime. Order of checks after the model's constraints: the table's ARN,
// encryption, the type against the incremental specification, the filter, the table is there; of an
// incremental export its period (not before the table, not in the future, 15 minutes to 24 hours);
// point-in-time recovery is on; the time lies in what it covers; the client token. The bucket is
// looked for later.
//
// Observed on the service in October 2026: that the period comes before recovery, recovery before
// the time, and the table before the token.
#include <algorithm>

#include "operations/core/clock_check.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/tables/table_settings.h"
#include "operations/transfers/export_filter.h"
#include "operations/transfers/table_arn.h"
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {
namespace {

using Input = model::ExportTableToPointInTimeInput;
using Description = model::ExportDescription;

constexpr std::int64_t kMinute_ms = 60'000;
constexpr std::int64_t kShortestPeriod_ms = 15 * kMinute_ms;
constexpr std::int64_t kLongestPeriod_ms = 24 * 60 * kMinute_ms;

Result<void> check_type(const Input& input) {
  const bool incremental = input.export_type == model::ExportType::kIncrementalExport;
  const auto& specification = input.incremental_export_specification;
  if (specification && !input.export_type) {
    return messages::invalid_request(messages::kSpecificationWithoutType);
  }
  if (specification && !incremental) {
    return messages::invalid_request(messages::kSpecificationOfFullExport);
  }
  if (!incremental) return {};
  if (!specification) return messages::invalid_request(messages::kNoSpecification);
  if (!specification->export_from_time)
    return messages::invalid_request(messages::kNoExportFromTime);
  return {};
}

Result<void> check_period(const model::IncrementalExportSpecification& period,
                          const catalog::Table& table, std::int64_t now_ms) {
  const std::int64_t from_ms = to_ms(*period.export_from_time);
  const std::int64_t to_time_ms = period.export_to_time ? to_ms(*period.export_to_time) : now_ms;
  // Times of tables are told in milliseconds, those of periods mostly in seconds.
  if (from_ms < table.created_ms / 1000 * 1000) {
    return messages::invalid_export_time(std::string(messages::kPeriodBeforeTable) +
                                         iso_seconds(from_ms));
  }
  if (to_time_ms > now_ms) {
    return messages::invalid_export_time(std::string(messages::kPeriodInFuture) +
                                         iso_seconds(to_time_ms));
  }
  if (to_time_ms - from_ms < kShortestPeriod_ms) {
    return messages::invalid_export_time(std::string(messages::kPeriodTooShort));
  }
  if (to_time_ms - from_ms > kLongestPeriod_ms) {
    return messages::invalid_export_time(std::string(messages::kPeriodTooLong));
  }
  return {};
}

// Whether recovery covers the moment. It begins, for who asks, with a whole second.
Result<void> check_covered(const catalog::Table& table, std::int64_t ms, std::int64_t now_ms) {
  if (ms > now_ms || ms < table.created_ms / 1000 * 1000) {
    return messages::invalid_export_time(std::string(messages::kExportTimeInvalid));
  }
  if (ms < table.recovery()->earliest_ms(now_ms) / 1000 * 1000) {
    return messages::invalid_export_time(std::string(messages::kExportTimeUnavailable));
  }
  return {};
}

Result<std::optional<Description>> find_started(Context& context, const Input& input,
                                                std::string_view digest) {
  const std::int64_t oldest_ms = context.services.clock.now_ms() - kTransferToken_ms;
  if (!input.client_token) return std::optional<Description>();
  for (const auto& each :
       context.services.catalog.documents().list(catalog::DocumentKind::kExport)) {
    if (transfer_id_ms(each->id) < oldest_ms) continue;
    MAGNETO_ASSIGN_OR_RETURN(Description started,
                             read_document<Description>(context.arena, each->text));
    if (started.client_token != input.client_token) continue;
    if (document_digest(each->text) != digest) return messages::export_conflict();
    return std::optional(std::move(started));
  }
  return std::optional<Description>();
}

Description new_description(Context& context, const Input& input, const catalog::Table& table,
                            std::string_view id, std::int64_t now_ms) {
  Arena& arena = context.arena;
  Description description{
      .export_arn = arena.copy(table.arn + "/export/" + std::string(id)),
      .export_status = model::ExportStatus::kInProgress,
      .start_time = to_seconds(now_ms),
      .table_arn = arena.copy(table.arn),
      .table_id = arena.copy(table.id),
      .client_token = input.client_token,
      .s3_bucket = input.s3_bucket,
      .s3_bucket_owner = input.s3_bucket_owner,
      .s3_prefix = input.s3_prefix,
      .s3_sse_algorithm = input.s3_sse_algorithm.value_or(model::S3SseAlgorithm::kAes256),
      .s3_sse_kms_key_id = input.s3_sse_kms_key_id,
      .export_format = input.export_format.value_or(model::ExportFormat::kDynamodbJson),
      .export_type = input.export_type,
      .filter_specification = input.filter_specification};
  if (input.export_type != model::ExportType::kIncrementalExport) {
    description.export_time = input.export_time.value_or(to_seconds(now_ms));
    return description;
  }
  model::IncrementalExportSpecification period = *input.incremental_export_specification;
  const std::int64_t now_s = now_ms / 1000;
  if (!period.export_to_time) period.export_to_time = static_cast<double>(now_s);
  if (!period.export_view_type) period.export_view_type = model::ExportViewType::kNewAndOldImages;
  description.incremental_export_specification = period;
  return description;
}

Result<catalog::TablePtr> find_table(Context& context, std::string_view arn,
                                     std::string_view name) {
  auto table = find_item_table(context, name);
  if (!table.ok()) return messages::export_table_not_found(arn);
  return table;
}

Result<void> check_times(const Context& context, const Input& input, const catalog::Table& table) {
  const std::int64_t now_ms = context.services.clock.now_ms();
  const bool incremental = input.export_type == model::ExportType::kIncrementalExport;
  if (incremental) {
    MAGNETO_RETURN_IF_ERROR(check_period(*input.incremental_export_specification, table, now_ms));
  }
  if (table.recovery() == nullptr) return messages::export_without_recovery(table.name);
  MAGNETO_ASSIGN_OR_RETURN(const auto ahead_ms, clock_was_ahead_until_ms(context));
  if (ahead_ms) {
    return messages::invalid_export_time(std::string(messages::kExportTimeUnknown) +
                                         iso_seconds(*ahead_ms));
  }
  if (incremental) {
    return check_covered(table, to_ms(*input.incremental_export_specification->export_from_time),
                         now_ms);
  }
  if (!input.export_time) return {};
  return check_covered(table, to_ms(*input.export_time), now_ms);
}

}  // namespace

Result<model::ExportTableToPointInTimeOutput> export_table_to_point_in_time(Context& context,
                                                                            const Input& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_arn(*input.table_arn));
  if (input.s3_prefix == "") return messages::empty_export_prefix();
  if (input.s3_sse_kms_key_id && input.s3_sse_algorithm != model::S3SseAlgorithm::kKms)
    return messages::key_without_kms();
  MAGNETO_RETURN_IF_ERROR(check_type(input));
  MAGNETO_RETURN_IF_ERROR(bind_export_filter(context, input.filter_specification));
  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_table(context, *input.table_arn, name));
  MAGNETO_RETURN_IF_ERROR(check_times(context, input, *table));

  const std::string digest = digest_of(input);
  const MutexLock tokens(context.services.document_tokens);
  MAGNETO_ASSIGN_OR_RETURN(std::optional<Description> started,
                           find_started(context, input, digest));
  if (!started) {
    const std::int64_t now_ms = context.services.clock.now_ms();
    const std::string id = make_transfer_id(now_ms, context.services.random);
    started = new_description(context, input, *table, id, now_ms);
    // What the export shows is of this moment, even if the table is deleted in the next one.
    store::Store& store = context.services.store;
    store.pinned_snapshots().pin(
        catalog::DocumentKind::kExport, id,
        {store.newest_snapshot(), std::make_shared<const catalog::Table>(*table)});
    MAGNETO_RETURN_IF_ERROR(context.services.catalog.documents().put(
        catalog::DocumentKind::kExport, id, write_document(digest, *started)));
  }
  return model::ExportTableToPointInTimeOutput{.export_description = std::move(started)};
}

}  // namespace magneto::internal::operations
