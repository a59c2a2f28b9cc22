// SPDX-License-Identifier: Apache-2.0
//
// Connections over real sockets: plain TCP, or TLS on it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include "http_server/connection.h"

namespace magneto::internal::http_server {

/// A connection on an accepted socket, not yet started. `tls` may be null: plain TCP.
boost::intrusive_ptr<Connection> make_connection(LoopState& state,
                                                 boost::asio::ip::tcp::socket socket,
                                                 boost::asio::ssl::context* tls);

}  // namespace magneto::internal::http_server
