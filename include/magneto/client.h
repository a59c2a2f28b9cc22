// SPDX-License-Identifier: Apache-2.0
//
// Client: makes calls to DynamoDB, or to anything that speaks its API.
//
//   Client client({.region = "eu-central-1"});
//   Client local({.endpoint = "http://localhost:8000"});
//   Table songs = client.table("Songs");                                  // table.h
//   auto backup = client.call<operation::CreateBackup>(
//       {.table_name = "Songs", .backup_name = "tonight"}).value();
//
// A handle: copies share connections, credentials, retry quota and rate limit, and cost a pointer.
// Making one reads the environment and opens nothing; nothing has to be initialised before or shut
// down behind. Thread safe. Clients may go in any order, also while copies are in use; a call that
// is under way keeps what it needs.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "magneto/call.h"
#include "magneto/connection.h"
#include "magneto/item_view.h"
#include "magneto/options.h"

namespace magneto {

class Table;
namespace internal::client {
class Core;
}

/// The output of an operation, its items encoded as they came instead of in `output`:
/// `item` of GetItem, `items` of Query and Scan, `attributes` of PutItem, UpdateItem, DeleteItem.
template <class Operation>
struct WithViews {
  typename Operation::Output output;
  EncodedItems items;
};

/// What the calls of a client, of all its copies, came to.
struct Totals {
  std::uint64_t calls = 0;
  std::uint64_t attempts = 0;
  std::uint64_t errors = 0;
  std::uint64_t throttles = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  double consumed_units = 0;
};

class Client {
 public:
  /// From the environment and the AWS configuration.
  Client();
  /// What is wrong with the options (an endpoint that is no URL, a CA file that cannot be read) the
  /// first call says, with kInvalidArgument or kEndpoint.
  explicit Client(ClientOptions options);
  /// Over a connection of the program's own: a database in this process, a fake. Of the options,
  /// those above a connection count: retry, rate, time, loop, observer.
  explicit Client(std::shared_ptr<Connection> connection, ClientOptions options = {});

  /// An operation of the API (operations.h). The input is encoded at once, and not kept.
  template <class Operation>
  Call<typename Operation::Output> call(const typename Operation::Input& input) const;
  template <class Operation>
  CallOfTemporary<typename Operation::Output> call(typename Operation::Input&& input) const {
    return call<Operation>(std::as_const(input));
  }

  /// GetItem, Query, Scan, PutItem, UpdateItem or DeleteItem, with items left as they came.
  template <class Operation>
  Call<WithViews<Operation>> views(const typename Operation::Input& input) const;
  template <class Operation>
  CallOfTemporary<WithViews<Operation>> views(typename Operation::Input&& input) const {
    return views<Operation>(std::as_const(input));
  }

  /// Any operation by name, in JSON: what there is no type for.
  Call<std::string> call_json(std::string_view operation, std::string body) const;

  Table table(std::string name) const;

  /// Whether the service is reachable and takes the credentials (ListTables of one).
  Call<void> ping() const;
  /// The region in use; empty where a connection has none.
  const std::string& region() const;
  /// "https://dynamodb.eu-central-1.amazonaws.com".
  std::string endpoint() const;

  Totals totals() const;

  /// For the rooms above.
  const std::shared_ptr<internal::client::Core>& core() const { return core_; }

 private:
  std::shared_ptr<internal::client::Core> core_;
};

/// A wait as a call: on the event loop, on the caller's thread when it blocks. Errors: kDeadline,
/// kCancelled.
Call<void> pause(Client client, std::chrono::nanoseconds time);

/// The client of tables that are made without one. Thread safe.
void set_default_client(Client client);
/// One from the environment, where none was set.
Client default_client();
void clear_default_client();

}  // namespace magneto
