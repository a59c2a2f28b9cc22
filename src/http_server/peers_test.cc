// SPDX-License-Identifier: Apache-2.0
#include "http_server/peers.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace magneto::internal::http_server {
namespace {

Peer& enter(Peers& peers, const char* address) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, address, &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    return peers.enter(reinterpret_cast<const sockaddr*>(&v4), sizeof(v4));
  }
  EXPECT_EQ(inet_pton(AF_INET6, address, &v6.sin6_addr), 1) << address;
  v6.sin6_family = AF_INET6;
  return peers.enter(reinterpret_cast<const sockaddr*>(&v6), sizeof(v6));
}

TEST(Peers, CountsTheConnectionsOfAnAddress) {
  Peers peers;
  Peer& first = enter(peers, "192.0.2.1");
  EXPECT_EQ(&enter(peers, "192.0.2.1"), &first);
  EXPECT_NE(&enter(peers, "192.0.2.2"), &first);
  EXPECT_EQ(first.connections.load(), 2u);
  peers.leave(first);
  peers.leave(first);
  EXPECT_EQ(enter(peers, "192.0.2.1").connections.load(), 1u);
}

TEST(Peers, ANetworkOfIPv6IsOneAddress) {
  Peers peers;
  EXPECT_EQ(&enter(peers, "2001:db8:1:2::1"), &enter(peers, "2001:db8:1:2:3::4"));
  EXPECT_NE(&enter(peers, "2001:db8:1:2::1"), &enter(peers, "2001:db8:1:3::1"));
}

TEST(Peers, AnIPv4AddressInIPv6IsTheSame) {
  Peers peers;
  EXPECT_EQ(&enter(peers, "::ffff:192.0.2.1"), &enter(peers, "192.0.2.1"));
}

TEST(Peers, KnowsLoopback) {
  Peers peers;
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(enter(peers, address).local) << address;
  for (const char* address : {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"})
    EXPECT_FALSE(enter(peers, address).local) << address;
  EXPECT_TRUE(peers.enter(nullptr, 0).local);
}

}  // namespace
}  // namespace magneto::internal::http_server
