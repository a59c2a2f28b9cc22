// SPDX-License-Identifier: Apache-2.0
//
// EnableKinesisStreamingDestination, DisableKinesisStreamingDestination,
// UpdateKinesisStreamingDestination, DescribeKinesisStreamingDestination: which Kinesis data stream
// a table's changes are meant for. Kept and described; nothing is sent. Order of checks: the
// configuration, the table exists and has been created, the state of its destinations. Observed on
// the service in October 2026, which never says that a stream is not there.
#include <algorithm>
#include <string>

#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

using catalog::DestinationStatus;
using Precision = model::ApproximateCreationDateTimePrecision;
using catalog::KinesisDestination;

/// What a destination without a named precision has.
constexpr auto kDefaultPrecision = Precision::kMillisecond;
/// The service's words for whatever is no stream of the account.
constexpr std::string_view kNoStream = "User does not have a permission to use kinesis stream";

Error wrong_state(const std::string& text) {
  return validation_error(
      "Table is not in a valid state to enable Kinesis Streaming Destination: " + text);
}

bool is_kinesis_stream(std::string_view arn) {
  return arn.starts_with("arn:aws") && arn.find(":kinesis:") != std::string_view::npos &&
         arn.find(":stream/") != std::string_view::npos &&
         arn.find("/consumer/") == std::string_view::npos;
}

KinesisDestination* find_destination(catalog::Table& table, std::string_view stream_arn) {
  const auto found =
      std::ranges::find(table.kinesis_destinations, stream_arn, &KinesisDestination::stream_arn);
  return found == table.kinesis_destinations.end() ? nullptr : &*found;
}

/// Of all that a table has or had, one at most may be in use.
bool is_in_use(const KinesisDestination& destination, std::int64_t now_ms) {
  const DestinationStatus status = destination.status_at(now_ms);
  return status != DestinationStatus::kDisabled && status != DestinationStatus::kEnableFailed;
}

void begin_transition(Context& context, KinesisDestination& destination,
                      DestinationStatus transition_status) {
  destination.transition_status = transition_status;
  destination.transition_ends_ms =
      end_of_transition(context.services.clock.now_ms(), context.services.transition_delay_ms);
}

Result<void> enable(Context& context, catalog::Table& table,
                    const model::KinesisStreamingDestinationInput& input) {
  const std::int64_t now_ms = context.services.clock.now_ms();
  if (std::ranges::any_of(table.kinesis_destinations, [now_ms](const KinesisDestination& each) {
        return is_in_use(each, now_ms);
      }))
    return wrong_state(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE "
        "operation.");
  KinesisDestination* destination = find_destination(table, *input.stream_arn);
  if (destination == nullptr) {
    auto& all = table.kinesis_destinations;
    destination = &*all.insert(all.begin(), KinesisDestination{});
    destination->stream_arn = *input.stream_arn;
  }
  destination->status = is_kinesis_stream(*input.stream_arn) ? DestinationStatus::kActive
                                                             : DestinationStatus::kEnableFailed;
  destination->precision.clear();
  if (const auto& asked = input.enable_kinesis_streaming_configuration;
      asked && asked->approximate_creation_date_time_precision)
    destination->precision = asked->approximate_creation_date_time_precision->text();
  begin_transition(context, *destination, DestinationStatus::kEnabling);
  return {};
}

Result<void> disable(Context& context, catalog::Table& table, std::string_view stream_arn) {
  const std::int64_t now_ms = context.services.clock.now_ms();
  KinesisDestination* destination = find_destination(table, stream_arn);
  const bool is_active =
      destination != nullptr && destination->status_at(now_ms) == DestinationStatus::kActive;
  const bool is_disabling =
      destination != nullptr && destination->status_at(now_ms) == DestinationStatus::kDisabling;
  if (is_disabling) return {};
  if (!is_active)
    return wrong_state("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  destination->status = DestinationStatus::kDisabled;
  begin_transition(context, *destination, DestinationStatus::kDisabling);
  return {};
}

/// The ends of the first two texts are not known: the witness cuts them.
Result<void> update(Context& context, catalog::Table& table, std::string_view stream_arn,
                    std::string_view precision) {
  KinesisDestination* destination = find_destination(table, stream_arn);
  const std::string arn(stream_arn);
  if (destination == nullptr)
    return wrong_state("No streaming destination with streamArn: " + arn +
                       " found for table with name: " + table.name);
  if (destination->status_at(context.services.clock.now_ms()) != DestinationStatus::kActive)
    return wrong_state(
        "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. "
        "TableName: " +
        table.name);
  const std::string_view current = destination->precision.empty()
                                       ? model::word_of(kDefaultPrecision)
                                       : std::string_view(destination->precision);
  if (current == precision)
    return validation_error("Invalid Request: Precision is already set to the desired value of " +
                            std::string(precision) + " for tableId: " + table.id +
                            ", kdsArn: " + arn);
  destination->precision = precision;
  begin_transition(context, *destination, DestinationStatus::kUpdating);
  return {};
}

model::KinesisDataStreamDestination describe(const KinesisDestination& destination,
                                             std::int64_t now_ms) {
  const DestinationStatus status = destination.status_at(now_ms);
  model::KinesisDataStreamDestination described{.stream_arn = destination.stream_arn,
                                                .destination_status = status};
  if (status == DestinationStatus::kEnableFailed)
    described.destination_status_description = kNoStream;
  if (!destination.precision.empty())
    described.approximate_creation_date_time_precision =
        model::Enum<Precision>(destination.precision);
  return described;
}

}  // namespace

Result<model::KinesisStreamingDestinationOutput> enable_kinesis_streaming_destination(
    Context& context, const model::KinesisStreamingDestinationInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  MAGNETO_ASSIGN_OR_RETURN(context.table, context.services.catalog.update(
                                              context.table->name, [&](catalog::Table& table) {
                                                return enable(context, table, input);
                                              }));
  return model::KinesisStreamingDestinationOutput{
      .table_name = context.table->name,
      .stream_arn = input.stream_arn,
      .destination_status = DestinationStatus::kEnabling,
      .enable_kinesis_streaming_configuration =
          input.enable_kinesis_streaming_configuration.value_or(
              model::EnableKinesisStreamingConfiguration{})};
}

Result<model::KinesisStreamingDestinationOutput> disable_kinesis_streaming_destination(
    Context& context, const model::KinesisStreamingDestinationInput& input) {
  if (input.enable_kinesis_streaming_configuration)
    return validation_error(
        "Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters");
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  MAGNETO_ASSIGN_OR_RETURN(context.table, context.services.catalog.update(
                                              context.table->name, [&](catalog::Table& table) {
                                                return disable(context, table, *input.stream_arn);
                                              }));
  return model::KinesisStreamingDestinationOutput{
      .table_name = context.table->name,
      .stream_arn = input.stream_arn,
      .destination_status = DestinationStatus::kDisabling};
}

Result<model::UpdateKinesisStreamingDestinationOutput> update_kinesis_streaming_destination(
    Context& context, const model::UpdateKinesisStreamingDestinationInput& input) {
  const auto& configuration = input.update_kinesis_streaming_configuration;
  if (!configuration || !configuration->approximate_creation_date_time_precision)
    return validation_error(
        "Streaming destination cannot be updated with given parameters: "
        "UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  MAGNETO_ASSIGN_OR_RETURN(
      context.table,
      context.services.catalog.update(context.table->name, [&](catalog::Table& table) {
        return update(context, table, *input.stream_arn,
                      configuration->approximate_creation_date_time_precision->text());
      }));
  return model::UpdateKinesisStreamingDestinationOutput{
      .table_name = context.table->name,
      .stream_arn = input.stream_arn,
      .destination_status = DestinationStatus::kUpdating,
      .update_kinesis_streaming_configuration = configuration};
}

Result<model::DescribeKinesisStreamingDestinationOutput> describe_kinesis_streaming_destination(
    Context& context, const model::DescribeKinesisStreamingDestinationInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  const auto& all = context.table->kinesis_destinations;
  const std::int64_t now_ms = context.services.clock.now_ms();
  auto described = context.arena.make_span<model::KinesisDataStreamDestination>(all.size());
  std::ranges::transform(all, described.begin(), [now_ms](const KinesisDestination& each) {
    return describe(each, now_ms);
  });
  return model::DescribeKinesisStreamingDestinationOutput{
      .table_name = context.table->name, .kinesis_data_stream_destinations = described};
}

}  // namespace magneto::internal::operations
