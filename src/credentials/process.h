// SPDX-License-Identifier: Apache-2.0
//
// credential_process: a program that prints credentials.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/wipe.h"
#include "credentials/credentials.h"

namespace magneto::internal::credentials {

/// Wiped when it goes, as keys may have been printed; so moves are copies.
struct ProgramOutput {
  int exit_status = 0;  ///< Negative: the signal that ended it.
  std::string out;
  std::string error;

  ~ProgramOutput() {
    wipe(out);
    wipe(error);
  }
};

/// Runs a program, found by PATH, without a shell and without input, and waits for its end. At most
/// 1 MB of each output is kept. kIo when it cannot be started.
Result<ProgramOutput> run_program(const std::vector<std::string>& words);

/// Runs `command`, split into words as a shell does, and reads what it printed. Errors begin with
/// `source`.
Result<Credentials> run_credential_process(const std::string& command, const std::string& source);

}  // namespace magneto::internal::credentials
