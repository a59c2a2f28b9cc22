// SPDX-License-Identifier: Apache-2.0
#include "credentials/chain.h"

#include "credentials/container_source.h"
#include "credentials/environment_source.h"
#include "credentials/instance_source.h"
#include "credentials/profile_source.h"
#include "credentials/web_identity.h"

namespace magneto::internal::credentials {
namespace {

using Loaded = Result<std::optional<Credentials>>;

/// Fails when the profile does not exist; is never a source itself.
class ProfileExists final : public Source {
 public:
  ProfileExists(std::shared_ptr<const Surroundings> surroundings, std::string profile)
      : surroundings_(std::move(surroundings)), profile_(std::move(profile)) {}

  Loaded load() override {
    MAGNETO_ASSIGN_OR_RETURN(auto config, profile::SharedConfig::load(surroundings_->environment));
    if (config.profile(profile_)) return std::optional<Credentials>();
    return config.no_such_profile(profile_);
  }
  std::string name() const override { return "the profile's existence"; }

 private:
  std::shared_ptr<const Surroundings> surroundings_;
  std::string profile_;
};

class AssumeRoleSource final : public Source {
 public:
  AssumeRoleSource(std::shared_ptr<const Surroundings> surroundings, std::unique_ptr<Source> base,
                   AssumeRole role, std::string profile)
      : surroundings_(std::move(surroundings)),
        base_(std::move(base)),
        role_(std::move(role)),
        profile_(std::move(profile)) {}

  Loaded load() override {
    MAGNETO_ASSIGN_OR_RETURN(auto base, base_->load());
    if (!base)
      return Error(
          ErrorCode::kInvalidArgument,
          cannot_assume(role_.role_arn) + "no credentials to do it with: " + base_->remark());
    MAGNETO_ASSIGN_OR_RETURN(auto config, profile::SharedConfig::load(surroundings_->environment));
    MAGNETO_ASSIGN_OR_RETURN(StsEndpoint endpoint,
                             sts_endpoint(*surroundings_, config, config.profile(profile_)));
    MAGNETO_ASSIGN_OR_RETURN(Credentials credentials,
                             assume_role(*surroundings_, endpoint, *base, role_));
    return std::optional(std::move(credentials));
  }
  std::string name() const override { return "the role " + role_.role_arn; }

 private:
  std::shared_ptr<const Surroundings> surroundings_;
  std::unique_ptr<Source> base_;
  AssumeRole role_;
  std::string profile_;
};

}  // namespace

Loaded Chain::load() {
  if (chosen_) {
    Loaded again = chosen_->load();
    if (!again.ok() || *again) return again;
    return Error(ErrorCode::kIo, chosen_->name() + " gave credentials before and has none now" +
                                     (chosen_->remark().empty() ? "" : ": " + chosen_->remark()));
  }
  for (const auto& source : sources_) {
    Loaded loaded = source->load();
    if (!loaded.ok()) return loaded;
    if (*loaded) {
      chosen_ = source.get();
      return loaded;
    }
  }
  return std::optional<Credentials>();
}

std::string Chain::remark() const {
  std::string all;
  for (const auto& source : sources_) {
    if (dynamic_cast<const ProfileExists*>(source.get())) continue;
    std::string remark = source->remark();
    (all += all.empty() ? "" : "; ") += source->name();
    all += ": " + (remark.empty() ? std::string("nothing") : remark);
  }
  return all;
}

std::unique_ptr<Source> default_chain(std::shared_ptr<const Surroundings> surroundings,
                                      const std::string& profile) {
  std::vector<std::unique_ptr<Source>> sources;
  auto named =
      profile.empty() ? profile::profile_name(surroundings->environment) : std::optional(profile);
  if (named) sources.push_back(std::make_unique<ProfileExists>(surroundings, *named));
  if (profile.empty())
    sources.push_back(std::make_unique<EnvironmentSource>(surroundings->environment));
  sources.push_back(
      std::make_unique<ProfileSource>(surroundings, named.value_or("default"), !profile.empty()));
  sources.push_back(std::make_unique<GithubSource>(surroundings));
  sources.push_back(std::make_unique<ContainerSource>(surroundings));
  sources.push_back(std::make_unique<InstanceSource>(surroundings, named.value_or("default")));
  return std::make_unique<Chain>(std::move(sources));
}

std::unique_ptr<Source> assume_role_source(std::shared_ptr<const Surroundings> surroundings,
                                           std::unique_ptr<Source> base, AssumeRole role,
                                           const std::string& profile) {
  std::string name = profile.empty()
                         ? profile::profile_name(surroundings->environment).value_or("default")
                         : profile;
  return std::make_unique<AssumeRoleSource>(std::move(surroundings), std::move(base),
                                            std::move(role), std::move(name));
}

}  // namespace magneto::internal::credentials
