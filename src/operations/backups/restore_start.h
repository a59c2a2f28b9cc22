// SPDX-License-Identifier: Apache-2.0
//
// The start of a restore, of both kinds: the table is made, CREATING; background work fills it.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "catalog/restore.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// Whether the name is free. Errors: kTableAlreadyExists; kTableInUse when a table is being
/// restored to it.
Result<void> check_target(const Context& context, std::string_view name);

/// Makes the table, as check_target() allows it. REQUIRES: the source is held: `context.table`, or
/// the backup's document (Documents::update). Errors: those of check_target(); kLimitExceeded; kIo.
Result<catalog::TablePtr> start_restore(const Context& context, catalog::Table table,
                                        catalog::Restore restore);

/// A restore to another region wants encryption to be named. Errors: kValidation.
Result<void> check_region(const Context& context, std::string_view region,
                          const std::optional<model::SSESpecification>& encryption);

}  // namespace magneto::internal::operations
