// SPDX-License-Identifier: Apache-2.0
//
// Backups as they are described.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "catalog/backup.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// CREATING or AVAILABLE, as described now.
model::BackupStatus backup_status(const Context& context, const catalog::Backup& backup);

/// `arn` is the backup's as the request names it: that is echoed (observed).
model::BackupDetails describe_backup_details(Context& context, const catalog::Backup& backup,
                                             std::string_view arn, model::BackupStatus status);
/// With what the table was. Views into the backup: valid as long as it is.
model::BackupDescription describe_whole_backup(Context& context, const catalog::Backup& backup,
                                               std::string_view arn, model::BackupStatus status);
/// As ListBackups has it. Copied to the arena.
model::BackupSummary summarize_backup(Context& context, const catalog::Backup& backup);

}  // namespace magneto::internal::operations
