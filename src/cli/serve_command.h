// SPDX-License-Identifier: Apache-2.0
//
// `magneto serve`: runs the server until it is told to stop.
#pragma once

#include <string>

#include "server/config.h"

namespace CLI {
class App;
}

namespace magneto::internal::cli {

class ServeCommand {
 public:
  /// Adds the command and its flags to `app`. `version` must outlive the command.
  ServeCommand(CLI::App& app, const char* version);

  /// REQUIRES: the command line has been parsed. Returns when the server has stopped.
  int run();

 private:
  server::Config config_;
  std::string version_;
  bool exit_on_failure_ = false;
};

}  // namespace magneto::internal::cli
