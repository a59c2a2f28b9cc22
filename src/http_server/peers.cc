// SPDX-License-Identifier: Apache-2.0
#include "http_server/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace magneto::internal::http_server {
namespace {

constexpr std::size_t kNetworkBytes = 8;

struct Identity {
  std::string address;
  bool local = true;
};

Identity of_v4(const unsigned char* bytes) {
  return {std::string(reinterpret_cast<const char*>(bytes), 4), bytes[0] == 127};
}

Identity identify(const sockaddr* address, std::size_t bytes) {
  if (bytes >= sizeof(sockaddr_in) && address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    return of_v4(reinterpret_cast<const unsigned char*>(&v4->sin_addr));
  }
  if (bytes >= sizeof(sockaddr_in6) && address->sa_family == AF_INET6) {
    const in6_addr& v6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) return of_v4(v6.s6_addr + 12);
    return {std::string(reinterpret_cast<const char*>(v6.s6_addr), kNetworkBytes),
            IN6_IS_ADDR_LOOPBACK(&v6) != 0};
  }
  return {};
}

}  // namespace

Peer& Peers::enter(const sockaddr* address, std::size_t bytes) {
  Identity identity = identify(address, bytes);
  const MutexLock lock(mutex_);
  Peer& peer = peers_[identity.address];
  if (peer.connections.fetch_add(1, std::memory_order_relaxed) == 0) {
    peer.address = std::move(identity.address);
    peer.local = identity.local;
  }
  return peer;
}

void Peers::leave(Peer& peer) {
  const MutexLock lock(mutex_);
  if (peer.connections.fetch_sub(1, std::memory_order_relaxed) == 1) {
    peers_.erase(std::string(peer.address));
  }
}

}  // namespace magneto::internal::http_server
