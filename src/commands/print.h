// SPDX-License-Identifier: Apache-2.0
//
// Printing to standard output as the session's options say.
#pragma once

#include <cstdint>
#include <string>

#include "commands/output.h"
#include "commands/session.h"
#include "magneto/table_info.h"

namespace magneto::internal::commands {

/// The form of --output; without it a table on a terminal, else jsonl.
std::string output_form(const Session& session);

Output output_of(const Session& session);
/// The table's keys come first, or the columns are those of --select.
Output output_of(const Session& session, const TableInfo& table);

/// Ends the output. Where attributes had no column it says so; of CSV, which programs read, that is a
/// failure. Gives the exit status.
int finish_output(Output& output, const Session& session);

/// A line, whatever the form.
void print_line(const std::string& text);

/// Of what "item" is: "1 item", "7 items".
std::string counted(std::uint64_t count, const char* what);

/// What --explain says: a call's explain(). Gives the exit status.
magneto::Result<int> print_request(const magneto::Result<std::string>& request);

}  // namespace magneto::internal::commands
