// SPDX-License-Identifier: Apache-2.0
//
// Command: one verb of the program over tables; Entry: its place in the list of all.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "commands/options.h"
#include "magneto/result.h"

namespace magneto::internal::commands {

class Arguments;
class Session;

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  /// Says what it takes besides the shared options.
  virtual void declare(Arguments& arguments) = 0;
  /// Gives the exit status; an error is told, with what to do about it, by the caller.
  virtual magneto::Result<int> run(Session& session) = 0;
};

struct Entry {
  std::string_view name;
  std::string_view summary;
  std::string_view example;
  unsigned takes;  ///< Of Takes.
  std::unique_ptr<Command> (*make)();
};

/// All commands, in the order in which the help shows them.
std::span<const Entry> entries();
/// Null when there is none of that name.
const Entry* find_entry(std::string_view name);

/// Runs a command. Writes to stdout and stderr; gives the exit status.
int run_command(const Entry& entry, int count, char** arguments);

}  // namespace magneto::internal::commands
