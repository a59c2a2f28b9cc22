// SPDX-License-Identifier: Apache-2.0
//
// DescribeBackup. Order of checks: the ARN, backup exists.
#include <memory>
#include <utility>

#include "operations/backups/backup_arn.h"
#include "operations/backups/backup_description.h"
#include "operations/backups/backup_messages.h"
#include "operations/backups/backup_operations.h"

namespace magneto::internal::operations {

Result<model::DescribeBackupOutput> describe_backup(Context& context,
                                                    const model::DescribeBackupInput& input) {
  const std::string_view arn = *input.backup_arn;
  MAGNETO_ASSIGN_OR_RETURN(const BackupArn name, read_backup_arn(arn));
  MAGNETO_ASSIGN_OR_RETURN(auto found, catalog::find_backup(context.services.catalog, name.id));
  if (!found) return messages::backup_not_found(arn);
  const auto backup = std::make_shared<const catalog::Backup>(*std::move(found));
  context.table = catalog::TablePtr(backup, &backup->table);  // The answer looks into it.
  return model::DescribeBackupOutput{.backup_description = describe_whole_backup(
                                         context, *backup, arn, backup_status(context, *backup))};
}

}  // namespace magneto::internal::operations
