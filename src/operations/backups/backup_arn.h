// SPDX-License-Identifier: Apache-2.0
//
// ARNs of backups: arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/backup/STAMP-SUFFIX.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/catalog.h"

namespace magneto::internal::operations {

struct BackupArn {
  std::string_view region;
  std::string_view id;  ///< Of the backup's document.
};

/// Borrows `arn`. Region and account may be any. Errors (kValidation): it is none; its partition,
/// service or region is none.
Result<BackupArn> read_backup_arn(std::string_view arn);

std::string backup_arn(const catalog::Catalog::Options& place, std::string_view id);

}  // namespace magneto::internal::operations
