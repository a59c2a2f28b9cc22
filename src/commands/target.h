// SPDX-License-Identifier: Apache-2.0
//
// Target: the table that a command works on, with what is known of its keys.
#pragma once

#include <string>

#include "commands/session.h"
#include "magneto/table.h"

namespace magneto::internal::commands {

struct Target {
  Table table;
  TableInfo info;
};

/// Of a table to write to that is not there: how it could be made.
magneto::Error no_target(const std::string& table, const std::string& where);

/// Opens the session's client and asks for the table's description.
magneto::Result<Target> open_target(Session& session, const std::string& table);

}  // namespace magneto::internal::commands
