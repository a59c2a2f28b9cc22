// SPDX-License-Identifier: Apache-2.0
//
// Arguments: what a command takes on its line. A thin face of the library that parses command lines,
// whose headers are too heavy for every command.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/options.h"

namespace CLI {
class App;
}

namespace magneto::internal::commands {

/// The variables are set when the line is parsed; they outlive the Arguments.
class Arguments {
 public:
  explicit Arguments(CLI::App& app) : app_(app) {}

  /// The next word that is no option.
  void word(const std::string& name, std::string& value, const std::string& help);
  void optional_word(const std::string& name, std::string& value, const std::string& help);
  /// The words that are left: up to eight.
  void words(const std::string& name, std::vector<std::string>& values, const std::string& help);

  void text(const std::string& option, std::string& value, const std::string& help,
            const std::string& placeholder = "TEXT");
  /// May be given several times, with one value each.
  void texts(const std::string& option, std::vector<std::string>& values, const std::string& help,
             const std::string& placeholder = "TEXT");
  void choice(const std::string& option, std::string& value, std::vector<std::string> words,
              const std::string& help);
  void number(const std::string& option, std::optional<std::int64_t>& value,
              const std::string& help, std::int64_t least = 1);
  void rate(const std::string& option, std::optional<double>& value, const std::string& help);
  void flag(const std::string& option, bool& value, const std::string& help);

  /// --to-endpoint and the like: where the command's second table is, called `table` in their help.
  void other_place(Options& place, const std::string& table);

  void shared(Options& options, unsigned takes);

 private:
  CLI::App& app_;
};

/// What came of a command line.
struct ParsedLine {
  bool run = false;  ///< Else `status` is the program's, and all has been said.
  int status = 0;
};

class Command;
struct Entry;

/// Reads the words behind the command's name. Writes help to stdout, mistakes to stderr.
ParsedLine parse_line(const Entry& entry, Command& command, Options& options,
                      const std::vector<std::string>& words);

}  // namespace magneto::internal::commands
