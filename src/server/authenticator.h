// SPDX-License-Identifier: Apache-2.0
//
// Who may call. Without a key file a call only has to name somebody (SDKs refuse to send without
// credentials, and a call without any is an error of the API); with one, its signature is verified.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "http/request.h"
#include "server/key_file.h"
#include "sigv4/verify.h"

namespace magneto::internal::server {

/// One per loop: not thread safe.
class Authenticator {
 public:
  /// `keys` may be null: any credentials will do. It must outlive the authenticator.
  Authenticator(const KeyFile* keys, const Clock& clock, std::string region);

  /// Errors: those of sigv4::Verifier.
  Result<void> check(const http::Request& request);

  /// Whom a request names, and where: "AKIA.../20261128/us-east-1/dynamodb/aws4_request". Errors:
  /// those of sigv4::parse_authorization.
  Result<std::string> credential(const http::Request& request);

  /// What can be said before the body is there: forms, times, and whether the key is known.
  Result<void> check_head(const http::Request& request);

 private:
  sigv4::RequestView view_of(const http::Request& request);
  void look_for_new_keys();

  const KeyFile* key_file_;
  const Clock& clock_;
  sigv4::Verifier verifier_;
  std::shared_ptr<const KeySet> keys_;
  std::uint64_t keys_version_ = 0;
  std::vector<sigv4::HeaderView> headers_;
};

}  // namespace magneto::internal::server
