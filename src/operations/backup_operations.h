// SPDX-License-Identifier: Apache-2.0
//
// Backups, point-in-time recovery and restores. Each file begins with the order of its checks.
#pragma once

#include "base/result.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

Result<wire::CreateBackupOutput> create_backup(Context& context,
                                               const wire::CreateBackupInput& input);
Result<wire::DescribeBackupOutput> describe_backup(Context& context,
                                                   const wire::DescribeBackupInput& input);
Result<wire::ListBackupsOutput> list_backups(Context& context, const wire::ListBackupsInput& input);
Result<wire::DeleteBackupOutput> delete_backup(Context& context,
                                               const wire::DeleteBackupInput& input);

Result<wire::DescribeContinuousBackupsOutput> describe_continuous_backups(
    Context& context, const wire::DescribeContinuousBackupsInput& input);
Result<wire::UpdateContinuousBackupsOutput> update_continuous_backups(
    Context& context, const wire::UpdateContinuousBackupsInput& input);

Result<wire::RestoreTableFromBackupOutput> restore_table_from_backup(
    Context& context, const wire::RestoreTableFromBackupInput& input);
Result<wire::RestoreTableToPointInTimeOutput> restore_table_to_point_in_time(
    Context& context, const wire::RestoreTableToPointInTimeInput& input);

}  // namespace magneto::operations
