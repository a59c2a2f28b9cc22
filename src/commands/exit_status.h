// SPDX-License-Identifier: Apache-2.0
//
// How a command ends, by the kind of error: docs/commands.md has the same list.
#pragma once

#include "magneto/error.h"

namespace magneto::internal::commands {

enum ExitStatus : int {
  kSuccess = 0,
  kFailure = 1,        ///< Anything that has no status of its own; `diff` found differences.
  kUsage = 2,          ///< The command line was not understood, or asks for what cannot be.
  kNotFound = 3,       ///< There is no such table, index, item or file.
  kConflict = 4,       ///< A condition did not hold, or what is to be made is there already.
  kDenied = 5,         ///< Credentials: none, wrong, expired, or not allowed to do this.
  kUnreachable = 6,    ///< The service was not reached, or the connection broke.
  kBusy = 7,           ///< Throttled, or a limit was reached.
  kBadData = 8,        ///< Input that cannot be read, or that the service refuses.
  kInterrupted = 130,  ///< Ctrl-C.
  kReaderGone = 141,   ///< Whoever reads the output went away: `| head`.
  kTerminated = 143,   ///< SIGTERM.
};

ExitStatus exit_status_of(const magneto::Error& error);

}  // namespace magneto::internal::commands
