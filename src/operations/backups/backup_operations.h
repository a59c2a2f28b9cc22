// SPDX-License-Identifier: Apache-2.0
//
// Backups, point-in-time recovery and restores. Each file begins with the order of its checks.
#pragma once

#include "base/result.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

Result<model::CreateBackupOutput> create_backup(Context& context,
                                                const model::CreateBackupInput& input);
Result<model::DescribeBackupOutput> describe_backup(Context& context,
                                                    const model::DescribeBackupInput& input);
Result<model::ListBackupsOutput> list_backups(Context& context,
                                              const model::ListBackupsInput& input);
Result<model::DeleteBackupOutput> delete_backup(Context& context,
                                                const model::DeleteBackupInput& input);

Result<model::DescribeContinuousBackupsOutput> describe_continuous_backups(
    Context& context, const model::DescribeContinuousBackupsInput& input);
Result<model::UpdateContinuousBackupsOutput> update_continuous_backups(
    Context& context, const model::UpdateContinuousBackupsInput& input);

Result<model::RestoreTableFromBackupOutput> restore_table_from_backup(
    Context& context, const model::RestoreTableFromBackupInput& input);
Result<model::RestoreTableToPointInTimeOutput> restore_table_to_point_in_time(
    Context& context, const model::RestoreTableToPointInTimeInput& input);

}  // namespace magneto::internal::operations
