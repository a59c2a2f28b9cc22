// SPDX-License-Identifier: Apache-2.0
//
// Roles that are assumed with the token of an identity provider: IRSA of Amazon EKS (a token in a
// file), and OpenID Connect of GitHub Actions (a token from a URL).
#pragma once

#include <string>

#include "credentials/source.h"
#include "credentials/sts.h"

namespace magneto::internal::credentials {

struct WebIdentity {
  std::string token_file;
  std::string role_arn;
  std::string session_name;
};

/// Reads the token anew, since it changes, and assumes the role. `profile` may be null.
Result<Credentials> assume_with_token_file(const Surroundings& surroundings,
                                           const profile::SharedConfig& config,
                                           const profile::Settings* profile,
                                           const WebIdentity& identity);

/// The token of a GitHub Actions job with `permissions: id-token: write`, asked for by
/// ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN.
Result<std::string> github_token(const Surroundings& surroundings, const std::string& audience);

/// Assumes a role with GitHub's token. By default the role of AWS_ROLE_ARN; nothing when that or
/// GitHub's variables are not set.
class GithubSource final : public Source {
 public:
  GithubSource(std::shared_ptr<const Surroundings> surroundings, AssumeRole role = {},
               std::string audience = "sts.amazonaws.com")
      : surroundings_(std::move(surroundings)),
        role_(std::move(role)),
        audience_(std::move(audience)) {}
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "GitHub's identity token"; }

 private:
  std::shared_ptr<const Surroundings> surroundings_;
  AssumeRole role_;
  std::string audience_;
};

}  // namespace magneto::internal::credentials
