// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/restore_start.h"

#include <algorithm>
#include <string>
#include <utility>

#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_messages.h"
#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"

namespace magneto::internal::operations {
namespace {

// Developer guide, "Service, account, and table quotas".
constexpr std::ptrdiff_t kMostRestores = 50;

Error taken(const Context& context, const catalog::Table& table) {
  if (!is_being_restored(context, table)) return messages::restored_table_exists(table.name);
  const std::string& backup = table.restore->backup;
  if (backup.empty()) return messages::already_being_restored(table.name);
  return messages::already_being_restored(table.name,
                                          backup_arn(context.services.catalog.options(), backup));
}

Result<void> check_restores(const Context& context) {
  const auto tables = context.services.catalog.snapshot();
  const auto restores = std::ranges::count_if(
      *tables, [&](const auto& entry) { return is_being_restored(context, *entry.second); });
  if (restores >= kMostRestores) return messages::too_many_restores();
  return {};
}

}  // namespace

Result<void> check_target(const Context& context, std::string_view name) {
  const auto table = context.services.catalog.find(name);
  if (table.ok()) return taken(context, **table);
  return {};
}

Result<catalog::TablePtr> start_restore(const Context& context, catalog::Table table,
                                        catalog::Restore restore) {
  MAGNETO_RETURN_IF_ERROR(check_restores(context));
  table.status = catalog::Status::kCreating;
  table.transition_status = catalog::Status::kCreating;
  table.transition_ends_ms =
      end_of_transition(context.services.clock.now_ms(), context.services.transition_delay_ms);
  table.restore = std::move(restore);
  const std::string name = table.name;
  auto created = context.services.catalog.create(std::move(table));
  if (!created.ok() && created.error().code() == ErrorCode::kResourceInUse) {
    MAGNETO_RETURN_IF_ERROR(check_target(context, name));
    return messages::restored_table_exists(name);
  }
  return created;
}

Result<void> check_region(const Context& context, std::string_view region,
                          const std::optional<model::SSESpecification>& encryption) {
  if (region == context.services.catalog.options().region || encryption) return {};
  return messages::cross_region_without_encryption();
}

}  // namespace magneto::internal::operations
