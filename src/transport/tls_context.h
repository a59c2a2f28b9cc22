// SPDX-License-Identifier: Apache-2.0
//
// The client's TLS settings: TLS 1.2 and 1.3, the system's store of authorities or a given one,
// names verified, sessions resumed.
#pragma once

#include <memory>

#include <openssl/ssl.h>

#include "magneto/options.h"
#include "magneto/result.h"

namespace magneto::internal::transport {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeContext>;

/// `secret`: what is received is wiped from OpenSSL's buffers once it is read. Errors:
/// kInvalidArgument, naming the file that cannot be read.
magneto::Result<TlsContext> make_tls_context(const TlsOptions& options, bool secret = false);

/// Of a file that the options name.
magneto::Error unusable(std::string_view what, const std::string& file, const std::string& why);

/// The topmost reasons of OpenSSL's error queue, which is empty afterwards.
std::string take_tls_errors();

}  // namespace magneto::internal::transport
