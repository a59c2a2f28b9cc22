// SPDX-License-Identifier: Apache-2.0
//
// ProfileSource: whatever a profile says, in botocore's order: a role to assume, web identity, SSO,
// keys in the file of credentials, a credential_process, keys in the file of configuration. A role
// takes its source from another profile (`source_profile`, which may itself assume a role) or from
// a named place (`credential_source`). The files are read at each load.
#pragma once

#include <string>
#include <vector>

#include "credentials/source.h"
#include "profile/shared_config.h"

namespace magneto::internal::credentials {

class ProfileSource final : public Source {
 public:
  /// `explicitly`: the program named the profile. Then variables of the environment say nothing
  /// about web identity.
  ProfileSource(std::shared_ptr<const Surroundings> surroundings, std::string profile,
                bool explicitly)
      : surroundings_(std::move(surroundings)),
        profile_(std::move(profile)),
        explicitly_(explicitly) {}
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "the profile '" + profile_ + "'"; }

 private:
  std::shared_ptr<const Surroundings> surroundings_;
  std::string profile_;
  bool explicitly_;
};

}  // namespace magneto::internal::credentials
