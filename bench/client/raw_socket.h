// SPDX-License-Identifier: Apache-2.0
//
// The floor: a socket that stays open, with TLS or without, a signature with a cached key, one send,
// and an answer that is received and not read.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "client/request_signer.h"
#include "transport/resolver.h"

namespace magneto::bench {

class RawSocket {
 public:
  explicit RawSocket(const std::string& url);
  ~RawSocket();
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  /// `target` is "DynamoDB_20120810.GetItem".
  void call(std::string_view target, std::string_view body);

 private:
  void open_tls();
  void send();
  std::size_t receive(std::size_t at);

  const internal::transport::Origin origin_;
  internal::client::RequestSigner signer_;
  std::string out_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{nullptr, SSL_CTX_free};
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
  char in_[64 * 1024];
  int fd_ = -1;
};

}  // namespace magneto::bench
