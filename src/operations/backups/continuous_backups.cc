// SPDX-License-Identifier: Apache-2.0
//
// DescribeContinuousBackups and UpdateContinuousBackups. Order of checks: what the request says of
// itself, table name, table exists and has been created, backups are enabled for it.
//
// Every table gets continuous backups by itself; point-in-time recovery is what is turned on and
// off. Its latest moment is now (the service lags five minutes behind); both are given in whole
// seconds, as the service does.
#include <string>

#include "jobs/finish_transitions.h"
#include "operations/backups/backed_up_table.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"

namespace magneto::internal::operations {
namespace {

// After that every table has continuous backups (observed: a few seconds after it is ACTIVE).
constexpr std::int64_t kUntilContinuousBackups_ms = 10'000;

double whole_seconds(std::int64_t ms) {
  const std::int64_t seconds = ms / 1000;
  return static_cast<double>(seconds);
}

model::ContinuousBackupsDescription describe(const catalog::Table& table, std::int64_t now_ms) {
  model::PointInTimeRecoveryDescription recovery{.point_in_time_recovery_status =
                                                     model::PointInTimeRecoveryStatus::kDisabled};
  const catalog::History* history = table.recovery();
  if (history != nullptr) {
    recovery.point_in_time_recovery_status = model::PointInTimeRecoveryStatus::kEnabled;
    recovery.recovery_period_in_days = history->period_days;
    recovery.earliest_restorable_date_time = whole_seconds(history->earliest_ms(now_ms));
    recovery.latest_restorable_date_time = whole_seconds(now_ms);
  }
  const bool is_new = now_ms - table.created_ms < kUntilContinuousBackups_ms;
  return {.continuous_backups_status = is_new && !table.history
                                           ? model::ContinuousBackupsStatus::kDisabled
                                           : model::ContinuousBackupsStatus::kEnabled,
          .point_in_time_recovery_description = recovery};
}

void turn_on(catalog::Table& table, std::int64_t period_days, std::int64_t now_ms) {
  if (table.recovery() != nullptr) {
    // It goes on. What was too old for the period before is gone.
    table.history->enabled_ms = table.history->earliest_ms(now_ms);
    table.history->period_days = period_days;
    return;
  }
  // One that is closing is full of records: it begins anew with this moment.
  if (!table.history) table.history.emplace();
  table.history->closing = false;
  table.history->enabled_ms = now_ms;
  table.history->period_days = period_days;
  table.history->first = 0;
}

// Its data goes in the background, once no table is being restored from it (jobs/trim_histories.h).
void turn_off(catalog::Table& table) {
  if (table.history) table.history->closing = true;
}

/// Whoever is told that recovery is on can restore all that is written from then on. (The job does
/// the same when we do not come to it.)
Result<void> finish_transition(Context& context, std::string_view name) {
  context.table.reset();  // We are a reader, too.
  Services& services = context.services;
  MAGNETO_RETURN_IF_ERROR(jobs::finish_transitions(services.catalog, services.store));
  auto table = services.catalog.find(name);
  if (!table.ok()) return messages::backed_up_table_not_found(name);
  context.table = *table;
  return {};
}

}  // namespace

Result<model::DescribeContinuousBackupsOutput> describe_continuous_backups(
    Context& context, const model::DescribeContinuousBackupsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_backed_up_table(context, *input.table_name));
  return model::DescribeContinuousBackupsOutput{
      .continuous_backups_description = describe(*context.table, context.services.clock.now_ms())};
}

Result<model::UpdateContinuousBackupsOutput> update_continuous_backups(
    Context& context, const model::UpdateContinuousBackupsInput& input) {
  const auto& wanted = *input.point_in_time_recovery_specification;
  const bool on = *wanted.point_in_time_recovery_enabled;
  if (!on && wanted.recovery_period_in_days) return messages::period_without_recovery();
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_table_with_backups(context, *input.table_name));
  const std::string name = context.table->name;
  const std::int64_t now_ms = context.services.clock.now_ms();
  const std::int64_t period_days =
      wanted.recovery_period_in_days.value_or(catalog::kLongestRecoveryDays);
  const auto change = [&](catalog::Table& table) -> Result<void> {
    if (on) {
      turn_on(table, period_days, now_ms);
    } else {
      turn_off(table);
    }
    return {};
  };
  auto updated = context.services.catalog.update(name, change);
  if (!updated.ok() && updated.error().code() == ErrorCode::kResourceNotFound)
    return messages::backed_up_table_not_found(name);
  MAGNETO_ASSIGN_OR_RETURN(context.table, std::move(updated));
  if (on) MAGNETO_RETURN_IF_ERROR(finish_transition(context, name));
  return model::UpdateContinuousBackupsOutput{
      .continuous_backups_description = describe(*context.table, context.services.clock.now_ms())};
}

}  // namespace magneto::internal::operations
