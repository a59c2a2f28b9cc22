// SPDX-License-Identifier: Apache-2.0
//
// The header lines of a signed request, Signature Version 4, for the one form of request that the
// API has: POST, JSON, no query. Keys are cached, and text is built in buffers that are kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sigv4/digest.h"
#include "sigv4/signing_key.h"

namespace magneto::internal::client {

struct SignedRequest {
  std::string_view path;
  std::string_view host;
  std::string_view target;
  std::string_view body;               ///< As it is sent.
  std::string_view more_headers = {};  ///< Lines that are not signed.
  std::string_view content_type = "application/x-amz-json-1.0";
};

struct SigningIdentity {
  std::string_view access_key;
  std::string_view secret_key;
  std::string_view session_token;
  std::string_view region;
  std::string_view service = "dynamodb";
};

/// Not thread safe.
class RequestSigner {
 public:
  /// Valid until the next call. `now` in seconds since 1970.
  const std::string& headers(const SignedRequest& request, const SigningIdentity& identity,
                             std::int64_t now);

 private:
  void set_time(std::int64_t now);
  void canonicalize(const SignedRequest& request, const SigningIdentity& identity);

  sigv4::SigningKeys keys_;
  sigv4::Sha256 sha256_;
  std::int64_t now_ = -1;
  std::string time_;
  std::string text_;
  std::string to_sign_;
  std::string headers_;
};

}  // namespace magneto::internal::client
