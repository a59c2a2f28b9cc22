// SPDX-License-Identifier: Apache-2.0
//
// A table as CreateTable's parameters describe it, checked in CreateTable's order
// (create_table.cc): for whoever makes one.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// Ready for Catalog::create() but for the numbers of its streams. Errors: kValidation.
Result<catalog::Table> read_new_table(Context& context, const model::CreateTableInput& input);

/// ImportTable's parameters for a table, as CreateTable has them. Borrows.
model::CreateTableInput creation_input(const model::TableCreationParameters& parameters);

}  // namespace magneto::internal::operations
