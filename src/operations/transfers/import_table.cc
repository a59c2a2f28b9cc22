// SPDX-License-Identifier: Apache-2.0
//
// ImportTable. Order of checks after the model's constraints: a client token must be there (clients
// make one up), options that the format does not take, an import that runs under the token, the
// table's parameters in CreateTable's order, its quotas, the table being there already,
// the client token.
//
// What is known from the service: the request does not reserve the table's name; of several imports
// into one all but one fail later. A bucket that is not there is found later. A token that is known
// conflicts only when it comes with another table; other differences are passed over. While its
// import runs, a token finds it before the table is seen to be there; later it does not help.
#include "base/random.h"
#include "catalog/arn.h"
#include "operations/core/table_messages.h"
#include "operations/core/timestamp.h"
#include "operations/tables/new_table.h"
#include "operations/tables/quotas.h"
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"
#include "operations/transfers/transfer_operations.h"

namespace magneto::internal::operations {
namespace {

using Description = model::ImportTableDescription;

Result<void> check_new_table(Context& context, const model::TableCreationParameters& parameters) {
  MAGNETO_ASSIGN_OR_RETURN(const catalog::Table table,
                           read_new_table(context, creation_input(parameters)));
  MAGNETO_RETURN_IF_ERROR(check_quotas(table, context.services.catalog.options().region));
  if (context.services.catalog.find(table.name).ok()) return messages::table_exists(table.name);
  return {};
}

// What the token has started in the last eight hours.
Result<std::optional<Description>> find_started(Context& context,
                                                const model::ImportTableInput& input) {
  const std::int64_t oldest_ms = context.services.clock.now_ms() - kTransferToken_ms;
  if (!input.client_token) return std::optional<Description>();
  for (const auto& each :
       context.services.catalog.documents().list(catalog::DocumentKind::kImport)) {
    if (transfer_id_ms(each->id) < oldest_ms) continue;
    MAGNETO_ASSIGN_OR_RETURN(Description started,
                             read_document<Description>(context.arena, each->text));
    if (started.client_token != input.client_token) continue;
    if (started.table_creation_parameters->table_name !=
        input.table_creation_parameters->table_name) {
      return messages::import_conflict();
    }
    return std::optional(std::move(started));
  }
  return std::optional<Description>();
}

Description new_description(Context& context, const model::ImportTableInput& input,
                            std::string_view id, std::int64_t now_ms) {
  Arena& arena = context.arena;
  const catalog::Catalog::Options& place = context.services.catalog.options();
  const std::string table_arn = catalog::make_table_arn(
      place.region, place.account, *input.table_creation_parameters->table_name);
  model::S3BucketSource source = *input.s3_bucket_source;
  if (!source.s3_bucket_owner) source.s3_bucket_owner = arena.copy(place.account);
  return {
      .import_arn = arena.copy(table_arn + "/import/" + std::string(id)),
      .import_status = model::ImportStatus::kInProgress,
      .table_arn = arena.copy(table_arn),
      .table_id = arena.copy(random_uuid(context.services.random)),
      .client_token = input.client_token,
      .s3_bucket_source = source,
      .error_count = 0,
      .cloud_watch_log_group_arn = arena.copy("arn:aws:logs:" + place.region + ":" + place.account +
                                              ":log-group:/aws-dynamodb/imports:*"),
      .input_format = input.input_format,
      .input_format_options = input.input_format_options,
      .input_compression_type =
          input.input_compression_type.value_or(model::InputCompressionType::kNone),
      .table_creation_parameters = input.table_creation_parameters,
      .start_time = to_seconds(now_ms),
      .processed_item_count = 0,
      .imported_item_count = 0};
}

}  // namespace

model::CreateTableInput creation_input(const model::TableCreationParameters& parameters) {
  model::CreateTableInput input;
  input.table_name = parameters.table_name;
  input.attribute_definitions = parameters.attribute_definitions;
  input.key_schema = parameters.key_schema;
  input.billing_mode = parameters.billing_mode;
  input.provisioned_throughput = parameters.provisioned_throughput;
  input.on_demand_throughput = parameters.on_demand_throughput;
  input.sse_specification = parameters.sse_specification;
  input.global_secondary_indexes = parameters.global_secondary_indexes;
  input.vector_indexes = parameters.vector_indexes;
  return input;
}

Result<model::ImportTableOutput> import_table(Context& context,
                                              const model::ImportTableInput& input) {
  if (!input.client_token) return messages::no_client_token();
  if (input.input_format_options && input.input_format_options->csv &&
      input.input_format != model::InputFormat::kCsv) {
    return messages::unsupported_format_options(input.input_format->text());
  }
  const MutexLock tokens(context.services.document_tokens);
  Result<std::optional<Description>> found = find_started(context, input);
  if (found.ok() && *found && (*found)->import_status == model::ImportStatus::kInProgress) {
    return model::ImportTableOutput{.import_table_description = *std::move(found)};
  }
  MAGNETO_RETURN_IF_ERROR(check_new_table(context, *input.table_creation_parameters));
  MAGNETO_ASSIGN_OR_RETURN(std::optional<Description> started, std::move(found));
  if (!started) {
    const std::int64_t now_ms = context.services.clock.now_ms();
    const std::string id = make_transfer_id(now_ms, context.services.random);
    started = new_description(context, input, id, now_ms);
    MAGNETO_RETURN_IF_ERROR(context.services.catalog.documents().put(
        catalog::DocumentKind::kImport, id, write_document(digest_of(input), *started)));
  }
  return model::ImportTableOutput{.import_table_description = std::move(started)};
}

}  // namespace magneto::internal::operations
