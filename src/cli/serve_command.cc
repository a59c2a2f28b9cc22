// SPDX-License-Identifier: Apache-2.0
#include "cli/serve_command.h"

#include <malloc.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <map>
#include <string_view>
#include <tuple>

#include "checks/validate.h"
#include "cli/command_line.h"
#include "server/descriptors.h"
#include "server/server.h"

namespace magneto::internal::cli {
namespace {

template <class T>
using Names = std::map<std::string, T>;

const Names<server::Auth> kAuthNames = {{"any", server::Auth::kAny}, {"keys", server::Auth::kKeys}};
const Names<storage::Durability> kDurabilityNames = {{"sync", storage::Durability::kSync},
                                                     {"async", storage::Durability::kAsync}};
const Names<checks::Wording> kWordingNames = {{"present", checks::Wording::kPresent},
                                              {"legacy", checks::Wording::kLegacy}};

const Names<bool> kConflictNames = {{"wait", false}, {"service", true}};
const Names<bool> kOnFailureNames = {{"stay", false}, {"exit", true}};
const Names<bool> kLogNames = {{"off", false}, {"requests", true}};

/// A flag whose value is one of a few words.
template <class T>
CLI::Option* add_choice(CLI::App& command, const std::string& flag, T& value, const Names<T>& names,
                        const std::string& help) {
  auto set = [&value, &names, flag](const std::string& word) {
    auto found = names.find(word);
    if (found == names.end()) {
      std::string known;
      for (const auto& [name, ignored] : names) known += (known.empty() ? "" : " or ") + name;
      throw CLI::ValidationError(flag, "must be " + known + ", not " + word);
    }
    value = found->second;
  };
  return command.add_option_function<std::string>(flag, set, help);
}

/// Large buffers come from the system and go back to it at once, however many there have been. (By
/// itself, malloc keeps them from the second time on.)
void give_back_large_buffers() {
  constexpr int kLargeBytes = 4 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargeBytes);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargeBytes);
}

/// A flag that may be given several times, with one value each. In its variable they stand with
/// commas between them.
CLI::Option* add_list(CLI::App& command, const std::string& flag, std::vector<std::string>& values,
                      const std::string& help) {
  return command.add_option(flag, values, help)->allow_extra_args(false)->delimiter(',');
}

/// Where it listens, and where its data are.
void add_place_flags(CLI::App& command, server::Config& c) {
  add_list(command, "--host", c.hosts,
           "Address to listen on, or * for all; may be given several times")
      ->option_text("H [127.0.0.1 and ::1]");
  command.add_option("--port", c.port, "Port; 0 takes any free one")
      ->option_text("N [8000]")
      ->check(CLI::Range(0, 65535));
  command.add_option("--socket", c.unix_socket, "Unix socket to serve on, too, for this user only")
      ->option_text("PATH");
  auto* data =
      command.add_option("--data", c.data_directory, "Directory of the data, made if missing")
          ->option_text("DIR [./magneto-data]");
  command.add_flag("--in-memory", c.in_memory, "Keep nothing on disk")
      ->excludes(data)
      ->option_text(" ");
  auto* s3_directory =
      command
          .add_option(
              "--s3-directory", c.s3_directory,
              "Directory whose folders are the buckets of imports, exports, bulk operations")
          ->option_text("DIR [s3 in --data]");
  command
      .add_option("--s3-endpoint", c.s3_endpoint,
                  "Amazon S3, or a server with its API, whose buckets they are instead")
      ->excludes(s3_directory)
      ->option_text("URL");
  command
      .add_option("--copies", c.copies_directory,
                  "Directory where POST /copies/NAME makes a copy of the data in use")
      ->option_text("DIR");
}

/// How durable writes are, and which tables there are at the start.
void add_write_flags(CLI::App& command, server::Config& c, bool& exit_on_failure) {
  add_choice(command, "--durability", c.durability, kDurabilityNames,
             "When a write is answered: once on stable storage, or at once (a crash of the machine "
             "may take the last tenth of a second)")
      ->option_text("sync|async [sync]");
  add_choice(command, "--on-failure", exit_on_failure, kOnFailureNames,
             "When writing has ended for good: go on answering reads, or end the process")
      ->option_text("stay|exit [stay]");
  command
      .add_option(
          "--tables", c.tables,
          "NAME.json: a CreateTable body; NAME.jsonl: items of the table before, one per line")
      ->delimiter(',')
      ->option_text("FILE...");
}

/// Who may use it.
void add_access_flags(CLI::App& command, server::Config& c) {
  add_choice(command, "--auth", c.auth, kAuthNames, "Accept any credentials, or verify signatures")
      ->option_text("any|keys [any]");
  command
      .add_option("--keys", c.keys_file,
                  "Access keys, one per line: access key, secret key, optional note")
      ->option_text("FILE");
  command.add_flag("--insecure", c.insecure, "Let --auth any listen on other than loopback")
      ->option_text(" ");
  command.add_option("--tls-cert", c.tls_certificate, "Certificate chain (PEM): serve HTTPS")
      ->option_text("FILE");
  command.add_option("--tls-key", c.tls_key, "Private key of the certificate (PEM)")
      ->option_text("FILE");
}

/// Threads, memory and files.
void add_resource_flags(CLI::App& command, server::Config& c) {
  command.add_option("--threads", c.threads, "Event loops")
      ->option_text("N [one per core]")
      ->check(CLI::Range(0, 1024));
  command
      .add_option("--disk-threads", c.blocking_threads,
                  "Threads for calls that wait for the disk; two more make changes of tables")
      ->option_text("N [4]")
      ->check(CLI::Range(1, 1024));
  command
      .add_option("--disk-queue", c.blocking_queue,
                  "Calls that may wait for such a thread; more are answered 503")
      ->option_text("N [1000]")
      ->check(CLI::Range(1, 10'000'000));
  command.add_option("--cache-mb", c.cache_megabytes, "Memory for data read from disk")
      ->option_text("N [256]");
  command
      .add_option("--memtable-kb", c.memtable_kilobytes,
                  "What gathers in memory before a table file is written")
      ->option_text("N [65536]")
      ->check(CLI::Range(64, 4 << 20));
  command.add_option("--table-file-kb", c.table_file_kilobytes, "How large a table file becomes")
      ->option_text("N [65536]")
      ->check(CLI::Range(16, 4 << 20));
  command
      .add_flag("--accept-lost-log", c.accept_lost_log,
                "Start although a log file or the manifest's end is missing or damaged: what only "
                "it held is lost")
      ->option_text(" ");
}

/// Connections and browsers.
void add_client_flags(CLI::App& command, server::Config& c) {
  command
      .add_option("--max-connections", c.limits.connections,
                  "Beyond it the idlest is closed for a new one")
      ->option_text("N [10000]")
      ->check(CLI::Range(1, 10'000'000));
  command
      .add_option("--max-connections-per-address", c.limits.connections_per_address,
                  "Of one client address, unless it is loopback")
      ->option_text("N [half of them]")
      ->check(CLI::Range(1, 10'000'000));
  command
      .add_option_function<std::size_t>(
          "--request-memory-mb",
          [&c](std::size_t megabytes) { c.limits.total_buffer_bytes = megabytes << 20; },
          "For requests being received and answers not yet taken; more are answered 503")
      ->option_text("N [512]")
      ->check(CLI::Range(1, 1 << 20));
  add_list(command, "--cors", c.cors,
           "Origin whose pages may use the server, or *; pages of loopback addresses always may")
      ->option_text("ORIGIN");
  add_list(command, "--allowed-host", c.allowed_hosts,
           "Name that the server goes by (Host header), or *; see docs/operating.md")
      ->option_text("NAME");
  add_choice(command, "--log", c.log_requests, kLogNames,
             "A line on standard error for each request: what it was and how it went")
      ->option_text("off|requests [off]");
}

/// What it answers like.
void add_service_flags(CLI::App& command, server::Config& c) {
  add_list(command, "--separate", c.separate,
           "Tables of their own for each region or access key that calls are signed with")
      ->option_text("region,access-key");
  command.add_option("--region", c.region, "Region in ARNs and signatures")
      ->option_text("NAME [us-east-1]");
  command.add_option("--account", c.account, "Account number in ARNs")
      ->option_text("N [000000000000]");
  add_choice(command, "--wording", c.wording, kWordingNames,
             "Words of validation errors: the service's of today, or before June 2026")
      ->option_text("present|legacy [present]");
  add_choice(command, "--conflicts", c.refuse_conflicts, kConflictNames,
             "Transactions that meet another write of their items: they wait, or are refused as by "
             "the service")
      ->option_text("wait|service [wait]");
  command
      .add_option(
          "--throttle", c.throttle,
          "Table whose throughput really limits, units per second; may be given several times")
      ->allow_extra_args(false)
      ->option_text("TABLE=READS,WRITES");
  command
      .add_option("--transition-delay-ms", c.transition_delay_ms,
                  "How long tables say CREATING or UPDATING at least")
      ->option_text("N [0]")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--settle-ms", c.transition_delay_ms, "Its former name")
      ->check(CLI::NonNegativeNumber)
      ->group("");
  command
      .add_option("--expiry-interval-ms", c.expiry_interval_ms,
                  "Pause between two searches for expired items (time to live)")
      ->option_text("N [60000]")
      ->check(CLI::PositiveNumber);
}

/// Each flag is an environment variable, too.
void name_environment(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    std::string name = "MAGNETO_" + option->get_lnames().front();
    for (char& letter : name)
      letter = letter == '-' ? '_' : static_cast<char>(std::toupper(letter));
    if (option != command.get_help_ptr()) option->envname(name);
  }
}

sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

/// The end of a stop that would take longer: it loses nothing, as no end of the process does.
void end_now(int signal, siginfo_t* sender, void*) {
  if (sender->si_pid == getpid()) return;  // a failure, which is not the operator's wish
  constexpr std::string_view kMessage =
      "magneto: ended by a second signal while it was stopping; nothing that was answered is "
      "lost\n";
  std::ignore = write(STDERR_FILENO, kMessage.data(), kMessage.size());
  _exit(128 + signal);
}

/// From now on a signal to stop ends the process at once.
void await_second_signal() {
  struct sigaction action {};
  action.sa_sigaction = end_now;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) {
    sigaction(signal, &action, nullptr);
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

int fail(const Error& error) {
  std::fprintf(stderr, "magneto: %s\n", error.message().c_str());
  return kFailure;
}

}  // namespace

ServeCommand::ServeCommand(CLI::App& app, const char* version) : version_(version) {
  CLI::App* command = app.add_subcommand("serve", "Run the server until SIGTERM or SIGINT.");
  command->footer(
      "Every flag is also an environment variable: --in-memory is MAGNETO_IN_MEMORY.\n"
      "Flags that may be given several times have commas between their values there.\n"
      "SIGHUP reads the key file again.");
  constexpr std::size_t kColumn = 50;  // Most flags take one line.
  command->get_formatter()->column_width(kColumn);
  add_place_flags(*command, config_);
  add_write_flags(*command, config_, exit_on_failure_);
  add_access_flags(*command, config_);
  add_resource_flags(*command, config_);
  add_client_flags(*command, config_);
  add_service_flags(*command, config_);
  name_environment(*command);
}

int ServeCommand::run() {
  // Blocked here so that every thread inherits it, and sigwait() below gets them.
  sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  server::raise_descriptor_limit();
  give_back_large_buffers();

  auto server = server::Server::open(config_);
  if (!server.ok()) return fail(server.error());
  std::printf("magneto %s %s\n", version_.c_str(), (*server)->greeting().c_str());
  std::fflush(stdout);

  std::atomic<bool> failed{false};
  if (exit_on_failure_) {
    (*server)->on_failure([&failed] {
      failed = true;
      kill(getpid(), SIGTERM);
    });
  }

  for (int signal = 0; sigwait(&signals, &signal) == 0 && signal == SIGHUP;) {
    Result<void> reloaded = (*server)->reload_keys();
    if (!reloaded.ok()) fail(reloaded.error());
  }
  await_second_signal();
  (*server)->stop();
  (*server).reset();  // No listener is called any more.
  return failed ? kFailure : kSuccess;
}

}  // namespace magneto::internal::cli
