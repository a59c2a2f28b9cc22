// SPDX-License-Identifier: Apache-2.0
#include "credentials/profile_source.h"

#include <algorithm>
#include <charconv>

#include "credentials/container_source.h"
#include "credentials/environment_source.h"
#include "credentials/instance_source.h"
#include "credentials/process.h"
#include "credentials/sso.h"
#include "credentials/sts.h"
#include "credentials/web_identity.h"

namespace magneto::internal::credentials {
namespace {

using profile::Settings;
using profile::SharedConfig;
using Loaded = Result<std::optional<Credentials>>;

std::string text_of(const Settings& settings, std::string_view key) {
  const std::string* text = find_text(settings, key);
  return text ? *text : std::string();
}

bool has_static_keys(const Settings& profile) {
  return profile.contains("aws_access_key_id") || profile.contains("aws_secret_access_key");
}

bool assumes_role(const Settings& profile) {
  return profile.contains("role_arn") && !profile.contains("web_identity_token_file");
}

Loaded found(Result<Credentials> result) {
  if (!result.ok()) return std::move(result).error();
  return std::optional(std::move(*result));
}

/// One walk through profiles, by one reading of the files.
class Walk {
 public:
  Walk(std::shared_ptr<const Surroundings> surroundings, const SharedConfig& config)
      : surroundings_(std::move(surroundings)), config_(config) {}

  /// All that the profile can be. `environment_counts`: for web identity.
  Loaded load(const std::string& name, bool environment_counts) {
    visited_.push_back(name);
    const Settings* profile = config_.profile(name);
    if (profile && assumes_role(*profile)) return found(load_role(name, *profile));
    return load_own(name, environment_counts);
  }

 private:
  /// What the profile is without assuming a role by its own keys.
  Loaded load_own(const std::string& name, bool environment_counts) {
    static const Settings kNone;
    const Settings* given = config_.profile(name);
    const Settings& profile = given ? *given : kNone;
    MAGNETO_ASSIGN_OR_RETURN(auto web, load_web_identity(name, profile, environment_counts));
    if (web) return web;
    MAGNETO_ASSIGN_OR_RETURN(auto sso, sso_config(config_, name, profile));
    if (sso) return found(load_sso(*surroundings_, config_, profile, *sso));
    if (const Settings* section = config_.credentials_profile(name))
      if (section->contains("aws_access_key_id"))
        return found(static_keys(name, *section, config_.credentials_path()));
    if (profile.contains("login_session") && !profile.contains("credential_process"))
      return wrong(name,
                   "has a login_session, which this client cannot use; run `aws configure "
                   "export-credentials --profile " +
                       name + " --format env` or use SSO");
    if (const std::string* command = find_text(profile, "credential_process"))
      return found(load_process(name, profile, *command));
    if (const Settings* section = config_.config_profile(name))
      if (section->contains("aws_access_key_id"))
        return found(static_keys(name, *section, config_.config_path()));
    return std::optional<Credentials>();
  }

  Error wrong(const std::string& name, const std::string& what) const {
    return Error(ErrorCode::kInvalidArgument,
                 "the profile '" + name + "' in " + config_.config_path() + " " + what);
  }

  Result<Credentials> static_keys(const std::string& name, const Settings& section,
                                  const std::string& file) const {
    if (!section.contains("aws_secret_access_key"))
      return Error(ErrorCode::kInvalidArgument, "the profile '" + name + "' in " + file +
                                                    " has aws_access_key_id, but no "
                                                    "aws_secret_access_key");
    Credentials credentials;
    credentials.access_key = text_of(section, "aws_access_key_id");
    credentials.secret_key = text_of(section, "aws_secret_access_key");
    credentials.session_token = section.contains("aws_security_token")
                                    ? text_of(section, "aws_security_token")
                                    : text_of(section, "aws_session_token");
    credentials.account_id = text_of(section, "aws_account_id");
    credentials.source = "the profile '" + name + "' in " + file;
    return credentials;
  }

  Result<Credentials> load_process(const std::string& name, const Settings& profile,
                                   const std::string& command) const {
    auto credentials = run_credential_process(command, "the profile '" + name + "'");
    if (credentials.ok() && credentials->account_id.empty())
      credentials->account_id = text_of(profile, "aws_account_id");
    return credentials;
  }

  Loaded load_web_identity(const std::string& name, const Settings& profile,
                           bool environment_counts) const {
    auto setting = [&](const char* variable, const char* key) {
      auto value = environment_counts ? surroundings_->environment.find(variable) : std::nullopt;
      return value ? *value : text_of(profile, key);
    };
    WebIdentity identity;
    identity.token_file = setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
    if (identity.token_file.empty()) return std::optional<Credentials>();
    identity.role_arn = setting("AWS_ROLE_ARN", "role_arn");
    identity.session_name = setting("AWS_ROLE_SESSION_NAME", "role_session_name");
    if (identity.role_arn.empty())
      return wrong(name,
                   "or the environment has a web identity token file and no role; set role_arn or "
                   "AWS_ROLE_ARN");
    return found(assume_with_token_file(*surroundings_, config_, &profile, identity));
  }

  Result<Credentials> load_role(const std::string& name, const Settings& profile) {
    AssumeRole role;
    role.role_arn = text_of(profile, "role_arn");
    role.session_name = text_of(profile, "role_session_name");
    role.external_id = text_of(profile, "external_id");
    role.mfa_serial = text_of(profile, "mfa_serial");
    if (std::string text = text_of(profile, "duration_seconds"); !text.empty()) {
      int seconds = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
      if (error == std::errc() && end == text.data() + text.size()) role.duration_seconds = seconds;
    }
    MAGNETO_ASSIGN_OR_RETURN(Credentials base, source_of_role(name, profile));
    MAGNETO_ASSIGN_OR_RETURN(StsEndpoint endpoint,
                             sts_endpoint(*surroundings_, config_, start_profile()));
    return assume_role(*surroundings_, endpoint, base, role);
  }

  /// The region and the endpoint are those of the profile that was asked for.
  const Settings* start_profile() const { return config_.profile(visited_.front()); }

  Result<Credentials> source_of_role(const std::string& name, const Settings& profile) {
    const std::string* from = find_text(profile, "source_profile");
    const std::string* place = find_text(profile, "credential_source");
    if (from && place)
      return wrong(name, "has both source_profile and credential_source; remove one of them");
    if (!from && !place)
      return wrong(name, "has role_arn, but neither source_profile nor credential_source");
    return place ? load_place(name, *place) : load_source_profile(name, *from);
  }

  Result<Credentials> load_place(const std::string& name, const std::string& place) const {
    std::unique_ptr<Source> source;
    if (place == "Environment")
      source = std::make_unique<EnvironmentSource>(surroundings_->environment);
    else if (place == "Ec2InstanceMetadata")
      source = std::make_unique<InstanceSource>(surroundings_, visited_.front());
    else if (place == "EcsContainer")
      source = std::make_unique<ContainerSource>(surroundings_);
    else
      return wrong(name, "has credential_source = " + place +
                             "; it can be Environment, Ec2InstanceMetadata or EcsContainer");
    MAGNETO_ASSIGN_OR_RETURN(auto credentials, source->load());
    if (credentials) return std::move(*credentials);
    std::string remark = source->remark();
    return wrong(name, "has credential_source = " + place + ", but there are no credentials" +
                           (remark.empty() ? "" : ": " + remark));
  }

  Result<Credentials> load_source_profile(const std::string& name, const std::string& from) {
    const Settings* source = config_.profile(from);
    if (!source) return wrong(name, "has source_profile = " + from + ", which does not exist");
    bool seen = std::find(visited_.begin(), visited_.end(), from) != visited_.end();
    // A profile may name itself for its own keys.
    if (seen && !(from == name && has_static_keys(*source)))
      return wrong(name,
                   "has source_profile = " + from + ", which leads in a circle: " + trail() + from);
    visited_.push_back(from);
    if (!has_static_keys(*source) && assumes_role(*source)) return load_role(from, *source);
    MAGNETO_ASSIGN_OR_RETURN(auto credentials, load_own(from, false));
    if (credentials) return std::move(*credentials);
    return wrong(name, "has source_profile = " + from + ", which has no credentials");
  }

  std::string trail() const {
    std::string trail;
    for (const std::string& name : visited_) (trail += name) += " -> ";
    return trail;
  }

  std::shared_ptr<const Surroundings> surroundings_;
  const SharedConfig& config_;
  std::vector<std::string> visited_;
};

}  // namespace

Loaded ProfileSource::load() {
  MAGNETO_ASSIGN_OR_RETURN(SharedConfig config, SharedConfig::load(surroundings_->environment));
  return Walk(surroundings_, config).load(profile_, !explicitly_);
}

}  // namespace magneto::internal::credentials
