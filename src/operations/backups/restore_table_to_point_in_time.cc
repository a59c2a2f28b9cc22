// SPDX-License-Identifier: Apache-2.0
//
// RestoreTableToPointInTime. Order of checks: one way to say the time, one to name the source, its
// ARN and region, source exists and has been created, its recovery is on, the time lies within it,
// overrides (restored_table.h), the target's name is free, quota.
//
// What was written in the very millisecond that is named is restored. The latest moment is now: all
// that was acknowledged before the request is in it. Settings are those that the source has now.
#include <string>
#include <utility>

#include "catalog/arn.h"
#include "derive/change_number.h"
#include "operations/backups/backed_up_table.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"
#include "operations/backups/restore_start.h"
#include "operations/backups/restored_table.h"
#include "operations/core/clock_check.h"
#include "operations/core/table_messages.h"
#include "operations/core/timestamp.h"
#include "operations/tables/table_description.h"

namespace magneto::internal::operations {
namespace {

using Input = model::RestoreTableToPointInTimeInput;

Result<void> check_time(const Input& input) {
  const bool latest = input.use_latest_restorable_time.value_or(false);
  if (latest && input.restore_date_time) return messages::both_restore_times();
  if (!latest && !input.restore_date_time) return messages::no_restore_time();
  return {};
}

std::string_view region_of(std::string_view arn) {
  // arn:aws:dynamodb:REGION:
  for (int part = 0; part < 3; ++part) arn.remove_prefix(arn.find(':') + 1);
  return arn.substr(0, arn.find(':'));
}

Result<catalog::TablePtr> find_source(const Context& context, const Input& input) {
  if (input.source_table_arn && input.source_table_name) return messages::one_source();
  if (input.source_table_name) return find_backed_up_table(context, *input.source_table_name);
  if (!input.source_table_arn) return messages::no_source();
  const std::string_view arn = *input.source_table_arn;
  if (!catalog::is_arn(arn))
    return messages::invalid_value("ARNs must start with 'arn:': " + std::string(arn));
  const auto name = catalog::table_name_of_arn(arn);
  if (!name.ok()) return messages::bad_source_arn();
  MAGNETO_RETURN_IF_ERROR(check_region(context, region_of(arn), input.sse_specification_override));
  auto table = find_backed_up_table(context, *name);
  if (!table.ok()) return messages::source_arn_not_found();
  return table;
}

struct Moment {
  std::int64_t ms = 0;
  derive::ChangeNumber until = 0;  ///< Changes from this one on are undone.
};

Result<Moment> read_moment(const Context& context, const Input& input,
                           const catalog::History& history) {
  Services& services = context.services;
  const std::int64_t now_ms = services.clock.now_ms();
  if (!input.restore_date_time) {
    MAGNETO_ASSIGN_OR_RETURN(const derive::ChangeNumber next,
                             services.store.next_change(context.blocking));
    return Moment{now_ms, next};
  }
  const std::int64_t ms = to_ms(*input.restore_date_time);
  const std::int64_t earliest_ms = history.earliest_ms(now_ms);
  // The earliest moment is told in whole seconds.
  if (ms < earliest_ms / 1000 * 1000 || ms > now_ms)
    return messages::restore_time_outside(iso_seconds(ms), iso_seconds(earliest_ms),
                                          iso_seconds(now_ms));
  MAGNETO_ASSIGN_OR_RETURN(const auto ahead_ms, clock_was_ahead_until_ms(context));
  if (ahead_ms) return messages::restore_time_unknown(iso_seconds(*ahead_ms));
  return Moment{ms, std::max(derive::change_number_at(ms + 1), history.first)};
}

/// Whether what is written to the source, if it is still there, goes on to be recorded.
bool is_recorded(const Context& context, const catalog::Table& source) {
  const auto now = context.services.catalog.find(source.name);
  if (!now.ok() || (*now)->space != source.space) return true;
  return (*now)->history && (*now)->history->space == source.history->space;
}

}  // namespace

Result<model::RestoreTableToPointInTimeOutput> restore_table_to_point_in_time(Context& context,
                                                                              const Input& input) {
  MAGNETO_RETURN_IF_ERROR(check_time(input));
  MAGNETO_ASSIGN_OR_RETURN(const catalog::TablePtr source, find_source(context, input));
  const catalog::History* const history = source->recovery();
  if (history == nullptr) return messages::recovery_unavailable(source->name);
  MAGNETO_ASSIGN_OR_RETURN(const Moment moment, read_moment(context, input, *history));
  MAGNETO_ASSIGN_OR_RETURN(
      catalog::Table table,
      make_restored_table(*source, *input.target_table_name, overrides_of(input),
                          context.services.catalog.options(), context.services.clock.now_ms()));
  MAGNETO_RETURN_IF_ERROR(check_target(context, table.name));
  // The source is held until the table is there: what it needs is not dropped from then on.
  MAGNETO_ASSIGN_OR_RETURN(context.table, start_restore(context, std::move(table),
                                                        {.backup = {},
                                                         .source_table = source->name,
                                                         .items = source->space,
                                                         .history = history->space,
                                                         .until = moment.until,
                                                         .moment_ms = moment.ms}));
  if (!is_recorded(context, *source)) {  // Recovery was turned off just before that.
    MAGNETO_RETURN_IF_ERROR(context.services.catalog.remove(
        context.table->name, [](const catalog::Table&) -> Result<void> { return {}; }));
    return messages::recovery_unavailable(source->name);
  }
  return model::RestoreTableToPointInTimeOutput{
      .table_description = describe_created(context.arena, *context.table, {})};
}

}  // namespace magneto::internal::operations
