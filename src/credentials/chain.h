// SPDX-License-Identifier: Apache-2.0
//
// Chain: the first source that is configured, in botocore's order:
//
//   the environment (not when the program named a profile), the profile (see profile_source.h),
//   GitHub's identity token, the container's service, the instance's metadata
//
// A source that is configured and does not work is an error: no other is tried then.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "credentials/source.h"
#include "credentials/sts.h"

namespace magneto::internal::credentials {

class Chain final : public Source {
 public:
  explicit Chain(std::vector<std::unique_ptr<Source>> sources) : sources_(std::move(sources)) {}

  /// Once a source gave credentials, only that one is asked.
  Result<std::optional<Credentials>> load() override;
  std::string name() const override { return "the chain of sources"; }
  /// What each source had to say.
  std::string remark() const override;

 private:
  std::vector<std::unique_ptr<Source>> sources_;
  Source* chosen_ = nullptr;
};

/// `profile` empty: that of AWS_PROFILE, else "default". A profile that is named and does not exist
/// is an error.
std::unique_ptr<Source> default_chain(std::shared_ptr<const Surroundings> surroundings,
                                      const std::string& profile = {});

/// A role that the program assumes with the credentials of `base`, which may be the chain of a profile.
/// `profile` says where the security token service is called; empty as above.
std::unique_ptr<Source> assume_role_source(std::shared_ptr<const Surroundings> surroundings,
                                           std::unique_ptr<Source> base, AssumeRole role,
                                           const std::string& profile = {});

}  // namespace magneto::internal::credentials
