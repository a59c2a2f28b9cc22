// SPDX-License-Identifier: Apache-2.0
//
// What commands over whole tables have in common: the options of the work, its progress, how it ends.
#pragma once

#include <string>

#include "commands/interrupts.h"
#include "commands/progress.h"
#include "commands/session.h"
#include "magneto/transfer/options.h"
#include "magneto/transfer/outcome.h"
#include "magneto/transfer/s3.h"

namespace magneto::internal::commands {

/// `interrupts` and `progress` outlive the work.
TransferOptions transfer_options(const Session& session, const Interrupts& interrupts,
                                 Progress& progress, std::string state_file);

/// As the client is reached; `endpoint` may be empty.
S3Options s3_options(const Session& session, const std::string& endpoint);

/// Says how it went: "1234 items written" or where it stopped and how to go on. Gives the exit status.
/// Where nothing was done before an error, the error is all there is to say. REQUIRES: the
/// progress has ended its line.
int tell_outcome(Session& session, const Interrupts& interrupts,
                 const Outcome<TransferReport>& outcome, const char* done,
                 const std::string& go_on);

}  // namespace magneto::internal::commands
