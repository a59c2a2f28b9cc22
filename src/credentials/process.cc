// SPDX-License-Identifier: Apache-2.0
#include "credentials/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/excerpt.h"
#include "credentials/json_credentials.h"
#include "profile/words.h"

extern char** environ;

namespace magneto::internal::credentials {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;
/// So much does not move, which would leave keys behind.
constexpr std::size_t kUsualOutput = 1 << 14;

/// A pipe; what is open is closed at the end.
class Pipe {
 public:
  Pipe() : ok_(pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool ok() const { return ok_; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) close(ends_[end]);
    ends_[end] = -1;
  }
  /// Reads what is there. False at the end.
  bool read_some(std::string& to) {
    char buffer[4096];
    ssize_t size = read(ends_[0], buffer, sizeof buffer);
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    if (to.size() < kMostOutput) to.append(buffer, static_cast<std::size_t>(size));
    wipe(buffer, static_cast<std::size_t>(size));
    return size > 0;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool ok_;
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

Error cannot_run(const std::string& program, int error) {
  return Error(ErrorCode::kIo, "cannot run " + program + ": " + std::strerror(error));
}

void read_both(Pipe& out, Pipe& error, ProgramOutput& to) {
  std::array<pollfd, 2> waiting{pollfd{out.reading(), POLLIN, 0},
                                pollfd{error.reading(), POLLIN, 0}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[0].revents != 0 && !out.read_some(to.out)) waiting[0].fd = -1;
    if (waiting[1].revents != 0 && !error.read_some(to.error)) waiting[1].fd = -1;
  }
}

}  // namespace

Result<ProgramOutput> run_program(const std::vector<std::string>& words) {
  Pipe out, error;
  if (!out.ok() || !error.ok()) return cannot_run(words[0], errno);
  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), out.writing(), 1);
  posix_spawn_file_actions_adddup2(actions.get(), error.writing(), 2);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t pid = 0;
  int failed =
      posix_spawnp(&pid, words[0].c_str(), actions.get(), nullptr, arguments.data(), environ);
  if (failed != 0) return cannot_run(words[0], failed);
  out.close_end(1);
  error.close_end(1);
  ProgramOutput output;
  output.out.reserve(kUsualOutput);
  read_both(out, error, output);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return cannot_run(words[0], errno);
  output.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return output;
}

Result<Credentials> run_credential_process(const std::string& command, const std::string& source) {
  auto words = profile::split_words(command);
  if (!words || words->empty())
    return Error(ErrorCode::kInvalidArgument,
                 source +
                     ": its credential_process is not a command: a quote is not closed, or "
                     "nothing is there");
  auto output = run_program(*words);
  if (!output.ok()) return Error(ErrorCode::kIo, source + ": " + output.error().message());
  if (output->exit_status != 0)
    return Error(ErrorCode::kIo, source + ": its credential_process " + (*words)[0] +
                                     " ended with status " + std::to_string(output->exit_status) +
                                     ": " + excerpt(output->error));
  auto document = JsonMembers::parse(output->out);
  if (!document)
    return Error(ErrorCode::kIo,
                 source + ": its credential_process printed something other than a JSON object");
  if (document->get("Version") != "1")
    return Error(ErrorCode::kIo, source + ": its credential_process printed \"Version\": \"" +
                                     excerpt(document->get("Version")) + "\"; only 1 is known");
  return json_credentials(*document, "SessionToken", source);
}

}  // namespace magneto::internal::credentials
