// SPDX-License-Identifier: Apache-2.0
//
// The work of a bulk operation: puts the items of all objects into a table that is in use, each if
// its condition holds, not faster than asked for, and reports what it could not put. It goes on
// after a restart where it was (bulk_progress.h), and ends early when it is cancelled.
#pragma once

#include <string>

#include "base/result.h"
#include "transfers/transfer_context.h"

namespace magneto::internal::transfers {

/// Nothing happens when the operation has ended. Ends without a word when the work is stopped.
/// Errors: kIo, kCorruption, of the engine: begin again later.
Result<void> run_bulk_operation(const TransferContext& transfer, const std::string& id);

}  // namespace magneto::internal::transfers
