// SPDX-License-Identifier: Apache-2.0
#include "http/tls.h"

#include <openssl/ssl.h>

#include <cstring>

namespace magneto::internal::http {
namespace {

namespace ssl = boost::asio::ssl;

/// Chooses HTTP/1.1 when the client offers it: some offer HTTP/2 first.
int select_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned int in_size, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kHttp11, sizeof(kHttp11) - 1, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Error file_error(const std::string& what, const std::string& path,
                 const boost::system::error_code& ec) {
  return Error(ErrorCode::kInvalidArgument,
               "cannot use the " + what + " " + path + ": " + ec.message());
}

}  // namespace

Result<std::unique_ptr<ssl::context>> load_tls(const TlsFiles& files) {
  std::unique_ptr<ssl::context> context;
  try {
    context = std::make_unique<ssl::context>(ssl::context::tls_server);
  } catch (const boost::system::system_error& e) {
    return Error(ErrorCode::kInvalidArgument, std::string("TLS is not available: ") + e.what());
  }
  boost::system::error_code ec;
  context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv3 |
                           ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                       ec);
  context->use_certificate_chain_file(files.certificate_chain, ec);
  if (ec) return file_error("certificate", files.certificate_chain, ec);
  context->use_private_key_file(files.private_key, ssl::context::pem, ec);
  if (ec) return file_error("private key", files.private_key, ec);
  SSL_CTX_set_alpn_select_cb(context->native_handle(), select_protocol, nullptr);
  return context;
}

}  // namespace magneto::internal::http
