// SPDX-License-Identifier: Apache-2.0
//
// Peers: how many connections each client address has.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/mutex.h"

struct sockaddr;

namespace magneto::internal::http_server {

/// An address with its connections. Lives while it has any.
struct Peer {
  std::string address;
  bool local = false;  ///< Loopback or a Unix socket: stands for many programs.
  std::atomic<std::size_t> connections{0};
};

/// Thread safe. Outlives all connections.
class Peers {
 public:
  /// One more connection of the address. The ports do not matter; of an IPv6 address the first 64
  /// bits count, for that is what one customer of a network has.
  Peer& enter(const sockaddr* address, std::size_t bytes);
  void leave(Peer& peer);

 private:
  Mutex mutex_;
  std::unordered_map<std::string, Peer> peers_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::http_server
