// SPDX-License-Identifier: Apache-2.0
//
// Session: what a command works with: the options, the client that they mean, where output goes, and
// the table that it is about. Not thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/interrupts.h"
#include "commands/options.h"
#include "magneto/cancellation.h"
#include "magneto/client.h"
#include "magneto/database.h"

namespace magneto::internal::commands {

/// Whether an endpoint is on this machine: a loopback host, a Unix socket, a database in this process.
bool is_local(std::string_view endpoint);

/// Where another table is: the target of a copy.
struct Place {
  Client client;
  bool local = false;
  std::string where;  ///< For messages.
};

class Session {
 public:
  explicit Session(Options options) : options_(std::move(options)) {}

  const Options& options() const { return options_; }
  /// Of a command within a shell: its own options, on the connection that is there.
  void set_options(Options options);

  /// Made with the first call. Errors: kInvalidArgument (options that exclude each other, a data
  /// directory that cannot be opened).
  magneto::Result<Client> client();
  /// What is empty in `options` is as it is here. Errors: as client().
  magneto::Result<Place> place_of(const Options& options);
  /// Whether the client is known to be on this machine. REQUIRES: client() has been called.
  bool local() const { return local_; }
  /// For messages: "the data directory ./d", "http://127.0.0.1:8000", "eu-central-1 (https://...)".
  std::string where() const;

  /// In a shell a command may be stopped without ending the program: loops ask.
  void stop_with(Cancellation cancellation) { cancellation_ = std::move(cancellation); }
  bool stopped() const { return cancellation_.cancelled(); }
  const Cancellation& cancellation() const { return cancellation_; }
  /// From now on Ctrl-C and SIGTERM stop the command as a shell would, instead of ending the program.
  /// Called when the table was found, so that Ctrl-C ends what does not get that far.
  void stop_at_signals();
  /// The exit status of a command that they stopped; 0 where they did not.
  int stopped_status() const;

  /// The table that errors are about.
  void about(std::string table) { table_ = std::move(table); }
  const std::string& table() const { return table_; }
  /// What errors call the operations of a transaction: "line 3". Without it they are numbered.
  void name_operations(std::vector<std::string> names) { operations_ = std::move(names); }
  std::string operation_name(std::size_t index) const {
    return index < operations_.size() ? operations_[index]
                                      : "operation " + std::to_string(index + 1);
  }

  /// Asks before something is destroyed that is not on this machine: its name is to be typed.
  /// Errors: kInvalidArgument when it was not, or when nobody is there to ask.
  magneto::Result<void> confirm(const std::string& what, const std::string& name) const;
  magneto::Result<void> confirm_at(const Place& place, const std::string& what,
                                   const std::string& name) const;

  bool output_is_terminal() const;

 private:
  magneto::Result<Client> open();

  Options options_;
  std::optional<Database> database_;
  std::optional<Database> other_database_;
  std::optional<Client> client_;
  bool local_ = false;
  std::string table_;
  std::vector<std::string> operations_;
  Cancellation cancellation_ = Cancellation::never();
  std::optional<Interrupts> interrupts_;
};

}  // namespace magneto::internal::commands
