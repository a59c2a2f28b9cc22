// SPDX-License-Identifier: Apache-2.0
//
// Where a server listens: from the words of a command line to sockets.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace magneto::internal::http_server {

/// An address to listen on.
struct Place {
  boost::asio::generic::stream_protocol::endpoint endpoint;
  std::string text;       ///< "127.0.0.1 port 8000"
  std::string host;       ///< "127.0.0.1", "::1"
  bool only_v6 = false;   ///< "::" without the addresses of IPv4.
  bool optional = false;  ///< Left out where the machine has no such address.
};

/// The places of hosts, each an address, "[::1]", a name (all its addresses), or "*" (all of the
/// machine). Without any: both loopback addresses, as far as there are two.
/// Errors: kInvalidArgument.
Result<std::vector<Place>> find_places(const std::vector<std::string>& hosts, std::uint16_t port);

/// The same place with another port.
Place with_port(const Place& place, std::uint16_t port);
std::uint16_t port_of(const Place& place);

/// Opens a listening socket, one of several of the place where `shared`. Gives a descriptor.
/// -1 for an optional place that the machine has not got. Errors: kIo.
Result<int> open_listener(const Place& place, bool shared);

/// Opens a listening Unix socket that its owner alone may use. One that a dead process left is
/// replaced. Errors: kInvalidArgument (too long), kIo (in use, no directory, no right).
Result<int> open_unix_listener(const std::string& path);

/// The port that the system chose for a listening socket.
std::uint16_t port_of_socket(int descriptor);

}  // namespace magneto::internal::http_server
