// SPDX-License-Identifier: Apache-2.0
//
// Verification of signatures, with the service's answer to each defect. Checked in this order:
//
//   1. both forms at once, no token, parts missing        (authorization.h)
//   2. form of the date, expired, not yet current
//   3. Host among the signed headers, algorithm
//   4. credential: five parts; region, service, terminator and date (all defects in one text)
//   5. access key
//   6. signature: the text shows what should have been signed
//   7. session token (none is ever issued here)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sigv4/authorization.h"
#include "sigv4/request_view.h"
#include "sigv4/signing_key.h"

namespace magneto::internal::sigv4 {

/// Where secrets are found. The view must stay valid until verify() returns.
class SecretLookup {
 public:
  virtual std::optional<std::string_view> find_secret(std::string_view access_key) const = 0;

 protected:
  ~SecretLookup() = default;
};

/// One a thread: not thread safe. Costs 1.3 us for a small request once the key is known.
class Verifier {
 public:
  static constexpr int kAllowedMinutes = 15;

  Verifier(std::string region, std::string service)
      : region_(std::move(region)), service_(std::move(service)) {}

  /// `body` as it was sent, compressed if it was. `now` in seconds since 1970.
  /// Errors: kMissingAuthenticationToken, kIncompleteSignature, kInvalidSignature,
  /// kUnrecognizedClient.
  Result<void> verify(const RequestView& request, std::string_view body,
                      const SecretLookup& secrets, std::int64_t now);

  /// What of it can be said before the body is there: 1 to 5. Same errors.
  Result<void> check_head(const RequestView& request, const SecretLookup& secrets,
                          std::int64_t now);

 private:
  struct Credential {
    std::string_view access_key;
    Scope scope;
    std::string_view terminator;
  };

  struct Known {
    Credential credential;
    std::string_view secret;
  };

  /// 1 to 5. Fills `authorization`, which what it gives refers to.
  Result<Known> check_claims(const RequestView& request, const SecretLookup& secrets,
                             std::int64_t now, Authorization& authorization);
  Result<void> check_time(const Authorization& authorization, std::int64_t now) const;
  Result<Credential> check_credential(const Authorization& authorization) const;
  Result<void> check_signature(const RequestView& request, std::string_view body,
                               const Authorization& authorization, const Credential& credential,
                               std::string_view secret);
  void split_signed_headers(std::string_view list);

  const std::string region_;
  const std::string service_;
  SigningKeys keys_;
  Sha256 sha256_;
  // Reused from call to call.
  std::string signed_names_text_;
  std::vector<std::string_view> signed_names_;
  std::string canonical_request_;
  std::string string_to_sign_;
  std::string signature_;
};

}  // namespace magneto::internal::sigv4
