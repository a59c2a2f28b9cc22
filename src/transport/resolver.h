// SPDX-License-Identifier: Apache-2.0
//
// Names to addresses, kept for half a minute: a client that makes a connection now and then does
// not ask each time, and one that runs for weeks sees a service move.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <netdb.h>
#include <sys/socket.h>

#include "base/mutex.h"
#include "magneto/result.h"
#include "transport/options.h"

namespace magneto::internal::transport {

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&bytes); }
};

/// Thread safe.
class Resolver {
 public:
  static constexpr std::chrono::seconds kKept{30};

  /// Asks the system, which takes as long as it likes.
  static magneto::Result<std::vector<Address>> ask_system(const Origin& origin);

  using Ask = std::function<magneto::Result<std::vector<Address>>(const Origin&)>;
  /// `ask`: for tests.
  explicit Resolver(Ask ask = ask_system) : ask_(std::move(ask)) {}

  /// What is known without asking anybody: sockets, addresses, kept names. Else empty.
  std::vector<Address> known(const Origin& origin);
  /// What is known, or else asked for, and kept. Errors: kConnect.
  magneto::Result<std::vector<Address>> resolve(const Origin& origin);
  /// Takes these for the origin's for a while.
  void keep(const Origin& origin, std::vector<Address> addresses);
  /// Of addresses that none could be connected to: asks again next time.
  void forget(const Origin& origin);

 private:
  struct Kept {
    std::vector<Address> addresses;
    std::chrono::steady_clock::time_point until;
  };
  const Ask ask_;
  Mutex mutex_;
  std::map<std::string, Kept> kept_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::transport
