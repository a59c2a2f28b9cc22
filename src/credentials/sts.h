// SPDX-License-Identifier: Apache-2.0
//
// The two calls of the security token service that give credentials, in its query protocol.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "credentials/source.h"
#include "profile/shared_config.h"

namespace magneto::internal::credentials {

/// Where the service is called.
struct StsEndpoint {
  std::string url;
  std::string region;  ///< To sign for.
};

/// AWS_ENDPOINT_URL_STS and the like, else the service of the region, else the global one.
/// `profile` may be null.
Result<StsEndpoint> sts_endpoint(const Surroundings& surroundings,
                                 const profile::SharedConfig& config,
                                 const profile::Settings* profile);

struct AssumeRole {
  std::string role_arn;
  /// Empty: "magneto-session-" and the time.
  std::string session_name = {};
  std::string external_id = {};
  std::optional<int> duration_seconds = {};
  /// JSON that narrows the role's rights.
  std::string policy = {};
  /// Serial number or ARN of the device; its code is asked for by Surroundings::mfa.
  std::string mfa_serial = {};
};

/// AssumeRole, signed with `base`.
Result<Credentials> assume_role(const Surroundings& surroundings, const StsEndpoint& endpoint,
                                const Credentials& base, const AssumeRole& role);

/// AssumeRoleWithWebIdentity, which is not signed: `token` is the proof. Of `role`, the ARN,
/// session name, duration and policy count.
Result<Credentials> assume_role_with_web_identity(const Surroundings& surroundings,
                                                  const StsEndpoint& endpoint,
                                                  const AssumeRole& role, const std::string& token);

/// How the errors of both begin: "cannot assume the role ARN: ".
std::string cannot_assume(const std::string& role_arn);

/// Reads either call's answer: credentials, or an error that names the role.
Result<Credentials> read_sts_answer(const HttpAnswer& answer, const std::string& role_arn);

}  // namespace magneto::internal::credentials
