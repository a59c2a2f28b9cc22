// SPDX-License-Identifier: Apache-2.0
//
// The server's TLS settings: TLS 1.2 and 1.3, one certificate chain.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "base/result.h"

namespace magneto::internal::http {

struct TlsFiles {
  std::string certificate_chain;  ///< PEM, the server's own certificate first.
  std::string private_key;        ///< PEM.
};

/// Errors: kInvalidArgument, naming the file, when one cannot be read or they do not belong
/// together.
Result<std::unique_ptr<boost::asio::ssl::context>> load_tls(const TlsFiles& files);

}  // namespace magneto::internal::http
