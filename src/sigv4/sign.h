// SPDX-License-Identifier: Apache-2.0
//
// Signing requests: the other side of verify.h, on the same canonical form and keys.
#pragma once

#include <string>
#include <string_view>

#include "sigv4/request_view.h"
#include "sigv4/signing_key.h"

namespace magneto::internal::sigv4 {

struct Credentials {
  std::string access_key;
  std::string secret_key;
};

/// One a thread: not thread safe.
class Signer {
 public:
  Signer(std::string region, std::string service)
      : region_(std::move(region)), service_(std::move(service)) {}

  /// The value of the Authorization header. Every header of `request` is signed, so give it only
  /// what no proxy changes: Host, X-Amz-Date (which must be `time`), Content-Type, X-Amz-*. `time`
  /// is format_time(now).
  std::string authorization(const RequestView& request, std::string_view body,
                            const Credentials& credentials, std::string_view time);

 private:
  const std::string region_;
  const std::string service_;
  SigningKeys keys_;
  Sha256 sha256_;
};

}  // namespace magneto::internal::sigv4
