// SPDX-License-Identifier: Apache-2.0
#include "transport/tls_context.h"

#include <openssl/err.h>

namespace magneto::internal::transport {
namespace {

magneto::Error unreadable(std::string_view what, const std::string& file) {
  return unusable(what, file, take_tls_errors());
}

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

magneto::Error unusable(std::string_view what, const std::string& file, const std::string& why) {
  return {magneto::ErrorCode::kInvalidArgument,
          std::string(what) + " " + file + " cannot be used: " + why};
}

std::string take_tls_errors() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* const reason = ERR_reason_error_string(code);
    if (!text.empty()) text.append(", ");
    text.append(reason != nullptr ? reason : "unknown");
  }
  return text.empty() ? "no reason given" : text;
}

magneto::Result<TlsContext> make_tls_context(const TlsOptions& options, bool secret) {
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) return magneto::Error(magneto::ErrorCode::kTls, take_tls_errors());
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  if (secret) SSL_CTX_set_options(context.get(), SSL_OP_CLEANSE_PLAINTEXT);
  if (!options.certificate_file.empty()) {
    if (SSL_CTX_use_certificate_chain_file(context.get(), options.certificate_file.c_str()) != 1) {
      return unreadable("the certificate", options.certificate_file);
    }
    const std::string& key = options.key_file.empty() ? options.certificate_file : options.key_file;
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
      return unreadable("the key", key);
    }
  }
  if (!options.verify) return context;

  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (options.ca_file.empty() && options.ca_directory.empty()) {
    SSL_CTX_set_default_verify_paths(context.get());
  } else if (SSL_CTX_load_verify_locations(context.get(), or_null(options.ca_file),
                                           or_null(options.ca_directory)) != 1) {
    return unreadable("the CA", options.ca_file.empty() ? options.ca_directory : options.ca_file);
  }
  return context;
}

}  // namespace magneto::internal::transport
