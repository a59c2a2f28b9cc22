// SPDX-License-Identifier: Apache-2.0
//
// `magneto check` and `magneto copy`: what is done with a data directory that nobody serves.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace magneto::internal::cli {

class DataCommands {
 public:
  /// Adds the commands and their flags to `app`.
  explicit DataCommands(CLI::App& app);

  /// Whether the command line names one of them. REQUIRES: it has been parsed.
  bool chosen() const;
  /// Runs that one. Gives the exit code: kFailure also where something is wrong and stays so.
  int run() const;

 private:
  int check() const;
  int copy() const;

  CLI::App* check_;
  CLI::App* copy_;
  std::string data_ = "./magneto-data";
  std::string to_;
  bool repair_index_ = false;
};

}  // namespace magneto::internal::cli
