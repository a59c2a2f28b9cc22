// SPDX-License-Identifier: Apache-2.0
//
// A table as CreateTable's parameters describe it, checked in CreateTable's order
// (create_table.cc): for whoever makes one.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "operations/context.h"
#include "wire/shapes.h"

namespace magneto::operations {

/// Ready for Catalog::create() but for the numbers of its streams. Errors: kValidation.
Result<catalog::Table> read_new_table(Context& context, const wire::CreateTableInput& input);

/// ImportTable's parameters for a table, as CreateTable has them. Borrows.
wire::CreateTableInput creation_input(const wire::TableCreationParameters& parameters);

}  // namespace magneto::operations
