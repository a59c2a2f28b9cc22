// SPDX-License-Identifier: Apache-2.0
//
// ListBackups. Order of checks: table name, time range, start. By table name, then by time. A table
// that is not there has the backups that it left; the start need not exist.
#include <cstdint>
#include <vector>

#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_description.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"
#include "operations/core/table_messages.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kMostBackups = 100;

struct Filter {
  std::string_view table;  ///< Empty: all.
  model::Enum<model::BackupTypeFilter> type = model::BackupTypeFilter::kUser;
  std::optional<std::int64_t> not_before_ms;
  std::optional<std::int64_t> before_ms;
  std::string_view behind;  ///< An id.

  bool passes(const catalog::Backup& backup) const {
    if (!table.empty() && backup.table.name != table) return false;
    if (type != model::BackupTypeFilter::kAll && type.text() != model::word_of(backup.type))
      return false;
    if (not_before_ms && backup.created_ms < *not_before_ms) return false;
    if (before_ms && backup.created_ms >= *before_ms) return false;
    return backup.id > behind;
  }
};

std::optional<std::int64_t> milliseconds(const std::optional<double>& seconds) {
  if (!seconds) return std::nullopt;
  return to_ms(*seconds);
}

Result<Filter> read_filter(const Context& context, const model::ListBackupsInput& input) {
  Filter filter;
  if (input.table_name) {
    MAGNETO_ASSIGN_OR_RETURN(filter.table, read_table_name(*input.table_name));
  }
  if (input.backup_type) filter.type = *input.backup_type;
  filter.not_before_ms = milliseconds(input.time_range_lower_bound);
  filter.before_ms = milliseconds(input.time_range_upper_bound);
  if (filter.not_before_ms && filter.before_ms && *filter.not_before_ms > *filter.before_ms)
    return messages::invalid_value(std::string(messages::kTimeRangeInverted));
  if (input.exclusive_start_backup_arn) {
    MAGNETO_ASSIGN_OR_RETURN(const BackupArn start,
                             read_backup_arn(*input.exclusive_start_backup_arn));
    if (start.region != context.services.catalog.options().region)
      return messages::start_backup_elsewhere();
    filter.behind = start.id;
  }
  return filter;
}

}  // namespace

Result<model::ListBackupsOutput> list_backups(Context& context,
                                              const model::ListBackupsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const Filter filter, read_filter(context, input));
  MAGNETO_ASSIGN_OR_RETURN(const std::vector<catalog::Backup> backups,
                           catalog::list_backups(context.services.catalog));
  const auto limit = static_cast<std::size_t>(input.limit.value_or(kMostBackups));
  auto summaries = context.arena.make_span<model::BackupSummary>(std::min(limit, backups.size()));
  std::size_t count = 0;
  model::ListBackupsOutput output;
  for (const catalog::Backup& backup : backups) {
    if (!filter.passes(backup)) continue;
    if (count == limit) {
      output.last_evaluated_backup_arn = summaries[count - 1].backup_arn;
      break;
    }
    summaries[count++] = summarize_backup(context, backup);
  }
  output.backup_summaries = summaries.first(count);
  return output;
}

}  // namespace magneto::internal::operations
