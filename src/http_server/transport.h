// SPDX-License-Identifier: Apache-2.0
//
// Connections over real sockets: plain, or with TLS on them.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "http_server/connection.h"

namespace magneto::internal::http_server {

/// TCP, or a Unix socket.
using Socket = boost::asio::generic::stream_protocol::socket;

/// A connection of `peer` on an accepted socket, not yet started. `tls` may be null: plain text.
boost::intrusive_ptr<Connection> make_connection(LoopState& state, Peer& peer, Socket socket,
                                                 boost::asio::ssl::context* tls);

}  // namespace magneto::internal::http_server
