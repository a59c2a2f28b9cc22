// SPDX-License-Identifier: Apache-2.0
//
// Runs one statement and prints what it gives.
#pragma once

#include <string>

#include "commands/session.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

magneto::Result<void> run_statement(Session& session, const std::string& statement,
                                    const List& parameters, bool consistent);

}  // namespace magneto::internal::commands
