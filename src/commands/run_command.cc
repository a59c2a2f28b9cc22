// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/command.h"
#include "commands/exit_status.h"
#include "commands/explain_error.h"
#include "commands/run_command.h"
#include "commands/session.h"

namespace magneto::internal::commands {

int run_in_session(const Entry& entry, Command& command, Session& session) {
  const magneto::Result<int> status = command.run(session);
  if (status) return *status;
  std::fflush(stdout);
  std::fprintf(stderr, "magneto: %s\n", explain_error(status.error(), session).c_str());
  const ExitStatus exit = exit_status_of(status.error());
  if (exit == kUsage) {
    std::fprintf(stderr, "Try: magneto %s --help\n", std::string(entry.name).c_str());
  }
  return exit;
}

int run_command(const Entry& entry, int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  const std::unique_ptr<Command> command = entry.make();
  const ParsedLine line =
      parse_line(entry, *command, options, std::vector<std::string>(arguments, arguments + count));
  if (!line.run) return line.status;
  Session session(std::move(options));
  const int status = run_in_session(entry, *command, session);
  if (std::fflush(stdout) != 0 && status == kSuccess) {
    std::fputs("magneto: the output could not be written\n", stderr);
    return kFailure;
  }
  return status;
}

}  // namespace magneto::internal::commands
