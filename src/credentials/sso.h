// SPDX-License-Identifier: Apache-2.0
//
// IAM Identity Center ("SSO"): `aws sso login` leaves a token in ~/.aws/sso/cache, which is
// exchanged for the credentials of a role. With an [sso-session] the token is refreshed before it
// expires and written back; in the older form, where the profile itself has sso_start_url, it is
// not.
#pragma once

#include <string>

#include "credentials/source.h"
#include "profile/shared_config.h"

namespace magneto::internal::credentials {

struct SsoConfig {
  std::string profile;
  std::string session;  ///< Empty in the older form.
  std::string start_url;
  std::string region;
  std::string account_id;
  std::string role_name;
};

/// Nothing when the profile has neither sso_role_name nor sso_account_id. An error names what is
/// missing or contradicts the session.
Result<std::optional<SsoConfig>> sso_config(const profile::SharedConfig& config,
                                            const std::string& profile_name,
                                            const profile::Settings& profile);

Result<Credentials> load_sso(const Surroundings& surroundings, const profile::SharedConfig& config,
                             const profile::Settings& profile, const SsoConfig& sso);

}  // namespace magneto::internal::credentials
