// SPDX-License-Identifier: Apache-2.0
//
// SharedConfig: what ~/.aws/config and ~/.aws/credentials say together.
//
// In the first, profiles are [default] and [profile NAME], besides [sso-session NAME] and [services
// NAME]; in the second, each section is a profile. A setting in both is taken from the second. The
// paths can be changed by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE. Files that are not there
// are empty ones.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "profile/environment.h"
#include "profile/ini.h"

namespace magneto::internal::profile {

class SharedConfig {
 public:
  using Sections = std::map<std::string, Settings, std::less<>>;

  static Result<SharedConfig> load(const Environment& environment);
  /// From the texts of both files.
  static Result<SharedConfig> parse(std::string_view config, std::string_view credentials);

  // Null when there is none of that name.
  const Settings* profile(std::string_view name) const { return find(profiles_, name); }
  const Settings* sso_session(std::string_view name) const { return find(sso_sessions_, name); }
  const Settings* services(std::string_view name) const { return find(services_, name); }
  /// The profile as the file of credentials alone has it.
  const Settings* credentials_profile(std::string_view name) const {
    return find(credentials_, name);
  }
  /// The profile as the file of configuration alone has it.
  const Settings* config_profile(std::string_view name) const { return find(config_, name); }
  const Sections& profiles() const { return profiles_; }

  /// Says that there is no profile `name`, where it was looked for, and which there are.
  Error no_such_profile(std::string_view name) const;

  /// For messages: "~/.aws/config", or what AWS_CONFIG_FILE says.
  const std::string& config_path() const { return config_path_; }
  const std::string& credentials_path() const { return credentials_path_; }

 private:
  static const Settings* find(const Sections& sections, std::string_view name) {
    auto found = sections.find(name);
    return found == sections.end() ? nullptr : &found->second;
  }
  Result<void> add_config(std::string_view text);
  Result<void> add_credentials(std::string_view text);

  Sections profiles_;
  Sections config_;
  Sections credentials_;
  Sections sso_sessions_;
  Sections services_;
  std::string config_path_ = "~/.aws/config";
  std::string credentials_path_ = "~/.aws/credentials";
};

/// The profile that the environment names: AWS_DEFAULT_PROFILE, then AWS_PROFILE, in botocore's
/// order. Nothing when none is named; "default" is meant then.
std::optional<std::string> profile_name(const Environment& environment);

/// The file of certificate authorities that AWS's tools use: AWS_CA_BUNDLE, the profile's
/// `ca_bundle`, REQUESTS_CA_BUNDLE. Empty: the system's. `settings` may be null.
std::string ca_bundle(const Environment& environment, const Settings* settings);

}  // namespace magneto::internal::profile
