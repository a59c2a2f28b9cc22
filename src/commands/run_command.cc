// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/command.h"
#include "commands/exit_status.h"
#include "commands/explain_error.h"
#include "commands/run_command.h"
#include "commands/session.h"

namespace magneto::internal::commands {

namespace {

/// A stream that the caller closed would be the next file or socket that is opened: reading standard
/// input would read that. /dev/null takes its place.
void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    const int opened = open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    if (opened >= 0 && opened != stream) {
      dup2(opened, stream);
      close(opened);
    }
  }
}

/// The exit status of what printed its output: also of what did not get rid of it.
int after_output(int status) {
  errno = 0;
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written || status != kSuccess) return status;
  if (output_reader_is_gone()) return kReaderGone;
  std::fprintf(stderr, "magneto: the output could not be written%s\n",
               errno != 0 ? (": " + std::string(std::strerror(errno))).c_str() : "");
  return kFailure;
}

}  // namespace

bool output_reader_is_gone() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&output, 1, 0) > 0 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

int run_in_session(const Entry& entry, Command& command, Session& session) {
  const magneto::Result<int> status = command.run(session);
  const int stopped = session.stopped_status();
  if (status) return stopped != kSuccess ? stopped : *status;
  std::fflush(stdout);
  if (stopped != kSuccess && status.error().code() == ErrorCode::kCancelled) return stopped;
  std::fprintf(stderr, "magneto: %s\n", explain_error(status.error(), session).c_str());
  const ExitStatus exit = exit_status_of(status.error());
  if (exit == kUsage) {
    std::fprintf(stderr, "Try: magneto %s --help\n", std::string(entry.name).c_str());
  }
  return exit;
}

int run_command(const Entry& entry, int count, char** arguments) {
  open_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  const std::unique_ptr<Command> command = entry.make();
  const ParsedLine line =
      parse_line(entry, *command, options, std::vector<std::string>(arguments, arguments + count));
  if (!line.run) return line.status;
  Session session(std::move(options));
  return after_output(run_in_session(entry, *command, session));
}

}  // namespace magneto::internal::commands
