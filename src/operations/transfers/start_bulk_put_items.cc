// SPDX-License-Identifier: Apache-2.0
//
// StartBulkPutItems. Order of checks after the model's constraints: encryption of the output, the
// table's name, the table is there, its state, the client token. Buckets are looked for later. The
// order is that of exports; the service's is not known.
#include <algorithm>

#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {
namespace {

using Description = model::BulkOperationDescription;

Result<void> check_table_state(const Context& context, const catalog::Table& table) {
  if (is_being_created(context, table)) return messages::table_in_change(table.name, "created");
  const bool creates_index =
      std::ranges::any_of(table.indexes, [](const auto& index) { return index->backfilling; });
  if (creates_index) return messages::table_creates_index(table.name);
  return {};
}

Result<std::optional<Description>> find_started(Context& context,
                                                const std::optional<std::string_view>& token,
                                                std::string_view digest) {
  const std::int64_t oldest_ms = context.services.clock.now_ms() - kTransferToken_ms;
  if (!token) return std::optional<Description>();
  for (const auto& each :
       context.services.catalog.documents().list(catalog::DocumentKind::kBulkOperation)) {
    if (transfer_id_ms(each->id) < oldest_ms) continue;
    MAGNETO_ASSIGN_OR_RETURN(Description started,
                             read_document<Description>(context.arena, each->text));
    if (started.client_token != token) continue;
    if (document_digest(each->text) != digest) return messages::bulk_token_mismatch();
    return std::optional(std::move(started));
  }
  return std::optional<Description>();
}

Description new_description(Context& context, const model::StartBulkPutItemsInput& input,
                            const catalog::Table& table, std::string_view id, std::int64_t now_ms) {
  Arena& arena = context.arena;
  const catalog::Catalog::Options& place = context.services.catalog.options();
  auto tables = arena.make_span<model::BulkOperationTableDetail>(1);
  tables[0] = {.table_name = arena.copy(table.arn), .table_id = arena.copy(table.id)};
  model::InputS3Configuration from = *input.input_s3_configuration;
  if (!from.input_compression_type)
    from.input_compression_type = model::InputCompressionType::kNone;
  if (!from.s3_bucket_owner) from.s3_bucket_owner = arena.copy(place.account);
  model::OutputS3Configuration to = *input.output_s3_configuration;
  if (!to.s3_bucket) to.s3_bucket = from.s3_bucket;
  if (!to.s3_bucket_owner) to.s3_bucket_owner = arena.copy(place.account);
  return {.bulk_operation_arn = arena.copy(make_bulk_operation_arn(place, id)),
          .bulk_operation_status = model::BulkOperationStatus::kInProgress,
          .table_details = tables,
          .client_token = input.client_token,
          .input_s3_configuration = from,
          .output_s3_configuration = to,
          .start_time = to_seconds(now_ms),
          .processed_item_count = 0,
          .processed_input_bytes = 0,
          .failed_item_count = 0,
          .max_write_request_units = input.max_write_request_units,
          .performance_tier =
              input.performance_tier.value_or(model::BulkOperationPerformanceTier::kStandard)};
}

}  // namespace

Result<model::StartBulkPutItemsOutput> start_bulk_put_items(
    Context& context, const model::StartBulkPutItemsInput& input) {
  const model::OutputS3Configuration& output = *input.output_s3_configuration;
  if (output.s3_sse_kms_key_id && output.s3_sse_algorithm != model::S3SseAlgorithm::kKms)
    return messages::key_without_kms();
  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr table,
                           find_described_table(context, *input.table_name));
  MAGNETO_RETURN_IF_ERROR(check_table_state(context, *table));

  const std::string digest = digest_of(input);
  const MutexLock tokens(context.services.document_tokens);
  MAGNETO_ASSIGN_OR_RETURN(std::optional<Description> started,
                           find_started(context, input.client_token, digest));
  if (!started) {
    const std::int64_t now_ms = context.services.clock.now_ms();
    const std::string id = make_transfer_id(now_ms, context.services.random);
    started = new_description(context, input, *table, id, now_ms);
    MAGNETO_RETURN_IF_ERROR(context.services.catalog.documents().put(
        catalog::DocumentKind::kBulkOperation, id, write_document(digest, *started)));
  }
  return model::StartBulkPutItemsOutput{.bulk_operation_description = std::move(started)};
}

}  // namespace magneto::internal::operations
