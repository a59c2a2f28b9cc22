// SPDX-License-Identifier: Apache-2.0
//
// The command line: which commands there are, and how what is wrong with them is told.
#pragma once

namespace magneto::internal::cli {

/// What a process says on exit.
enum ExitCode : int {
  kSuccess = 0,
  kFailure = 1,  ///< The command was understood and could not be carried out.
  kUsage = 2,    ///< The command was not understood.
};

/// Runs the program. Writes to stdout and stderr; gives the exit code.
int run(int count, char** arguments);

}  // namespace magneto::internal::cli
