// SPDX-License-Identifier: Apache-2.0
//
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN (or, older, AWS_SECURITY_TOKEN),
// AWS_CREDENTIAL_EXPIRATION, AWS_ACCOUNT_ID.
#pragma once

#include "credentials/source.h"

namespace magneto::internal::credentials {

class EnvironmentSource final : public Source {
 public:
  explicit EnvironmentSource(profile::Environment environment)
      : environment_(std::move(environment)) {}
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "the environment"; }

 private:
  profile::Environment environment_;
};

}  // namespace magneto::internal::credentials
