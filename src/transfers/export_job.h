// SPDX-License-Identifier: Apache-2.0
//
// The work of an export: writes the items of a table as they were at a moment, or what changed in a
// period, to a bucket. It reads the view that the request held; after a restart, when that is gone,
// the table as it is now, with what came since undone. Begun again it writes the same objects.
#pragma once

#include <string>

#include "base/result.h"
#include "transfers/transfer_context.h"

namespace magneto::internal::transfers {

/// Nothing happens when the export is not IN_PROGRESS. Ends without a word when the work is
/// stopped. Errors: kIo, kCorruption, of the engine: begin again later.
Result<void> run_export(const TransferContext& transfer, const std::string& id);

}  // namespace magneto::internal::transfers
