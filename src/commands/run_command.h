// SPDX-License-Identifier: Apache-2.0
//
// Running a command that has been parsed, and telling what went wrong.
#pragma once

namespace magneto::internal::commands {

class Command;
class Session;
struct Entry;

/// Whether nobody reads standard output any more: `magneto scan Songs | head`.
bool output_reader_is_gone();

/// Gives the exit status.
int run_in_session(const Entry& entry, Command& command, Session& session);

}  // namespace magneto::internal::commands
