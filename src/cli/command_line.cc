// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "cli/data_commands.h"
#include "cli/local_flags.h"
#include "cli/refusals.h"
#include "cli/serve_command.h"
#include "commands/command.h"
#include "commands/explain_error.h"

namespace magneto::internal::cli {
namespace {

constexpr const char* kAbout =
    "Magneto: DynamoDB that starts by itself.\n"
    "One program that speaks Amazon DynamoDB's API and keeps the data in a directory.";

constexpr const char* kFooter =
    "Start a server and talk to it:\n"
    "  magneto serve\n"
    "  aws dynamodb list-tables --endpoint-url http://127.0.0.1:8000\n"
    "  magneto tables --endpoint local\n"
    "\n"
    "magneto COMMAND --help says what a command takes, with an example.\n";

/// `command` is the one whose help is of use; empty: that of all of them.
int misunderstood(const std::string& why, const std::string& command) {
  const std::string name = command.empty() ? "magneto" : "magneto " + command;
  std::fprintf(stderr, "magneto: %s\nTry: %s --help\n", why.c_str(), name.c_str());
  return kUsage;
}

/// The first argument, if it should be a command and is none.
const char* unknown_command(const CLI::App& app, int count, char** arguments) {
  if (count < 2 || arguments[1][0] == '-') return nullptr;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == arguments[1]) return nullptr;
  }
  return arguments[1];
}

}  // namespace

int run(int count, char** arguments) {
  end_with_a_message_when_refused();
  // What such a command takes is only put together when it is the one that is wanted.
  if (const commands::Entry* entry = count < 2 ? nullptr : commands::find_entry(arguments[1])) {
    return guarded([&] { return commands::run_command(*entry, count - 2, arguments + 2); });
  }
  CLI::App app(kAbout, "magneto");
  app.footer(kFooter);
  app.set_version_flag("--version", "magneto " MAGNETO_VERSION);
  app.require_subcommand(1);
  ServeCommand serve(app, MAGNETO_VERSION);
  const DataCommands data(app);
  for (const commands::Entry& entry : commands::entries()) {
    app.add_subcommand(std::string(entry.name), std::string(entry.summary))
        ->group("Commands over tables");
  }
  if (count < 2) {
    std::fputs(app.help().c_str(), stdout);
    return kSuccess;
  }
  if (std::string hint = explain_local_flags({arguments + 1, arguments + count}); !hint.empty()) {
    std::fprintf(stderr, "magneto: %s\n", hint.c_str());
    return kUsage;
  }
  if (const char* word = unknown_command(app, count, arguments)) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    const std::string nearest = commands::nearest_name(word, names);
    return misunderstood("there is no command " + std::string(word) +
                             (nearest.empty() ? "" : ". Is it " + nearest + "?"),
                         nearest);
  }
  // CLI11 reports by exceptions, "show the help" too; they end here.
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const bool is_command = arguments[1][0] != '-';
    return misunderstood(error.what(), is_command ? arguments[1] : "");
  }
  return guarded([&] { return data.chosen() ? data.run() : serve.run(); });
}

}  // namespace magneto::internal::cli
