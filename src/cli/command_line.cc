// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/serve_command.h"

namespace magneto::cli {
namespace {

constexpr const char* kAbout =
    "Magneto: DynamoDB that starts by itself.\n"
    "One program that speaks Amazon DynamoDB's API and keeps the data in a directory.";

constexpr const char* kFooter =
    "Start a server and talk to it:\n"
    "  magneto serve\n"
    "  aws dynamodb list-tables --endpoint-url http://127.0.0.1:8000\n";

}  // namespace

int run(int count, char** arguments) {
  CLI::App app(kAbout, "magneto");
  app.footer(kFooter);
  app.set_version_flag("--version", "magneto " MAGNETO_VERSION);
  app.require_subcommand(1);
  ServeCommand serve(app, MAGNETO_VERSION);
  // CLI11 reports by exceptions, "show the help" too; they end here.
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kSuccess : kUsage;
  }
  return serve.run();
}

}  // namespace magneto::cli
