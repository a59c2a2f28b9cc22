// SPDX-License-Identifier: Apache-2.0
//
// The work of an import: makes the table, CREATING, puts the items of all objects into it, and
// makes it ACTIVE. Begun again after a restart it starts from the front: putting an item twice
// changes nothing.
//
// As observed on the service: the table is not there until the import has found its bucket; an
// object that cannot be read to its end, and an item that cannot be put, are one error each and end
// nothing; with errors the import is FAILED and the table there all the same, with what could be
// imported.
#pragma once

#include <string>

#include "base/result.h"
#include "transfers/transfer_context.h"

namespace magneto::internal::transfers {

/// Nothing happens when the import is not IN_PROGRESS. Ends without a word when the work is
/// stopped. Errors: kIo, kCorruption, of the engine: begin again later.
Result<void> run_import(const TransferContext& transfer, const std::string& id);

}  // namespace magneto::internal::transfers
