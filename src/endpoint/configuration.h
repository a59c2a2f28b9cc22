// SPDX-License-Identifier: Apache-2.0
//
// Where a client's calls go, as far as it is configured: by the program, the environment and the
// profile, in this order.
//
//   region       AWS_REGION, AWS_DEFAULT_REGION, `region`
//   endpoint     AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, `endpoint_url` of `dynamodb` in the
//                section [services NAME] that the profile's `services` names, `endpoint_url`;
//                none of these when AWS_IGNORE_CONFIGURED_ENDPOINT_URLS or
//                `ignore_configured_endpoint_urls` is true
//   FIPS         AWS_USE_FIPS_ENDPOINT, `use_fips_endpoint`
//   dual stack   AWS_USE_DUALSTACK_ENDPOINT, `use_dualstack_endpoint`
//   account id   AWS_ACCOUNT_ID_ENDPOINT_MODE, `account_id_endpoint_mode`
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "endpoint/rules.h"
#include "profile/environment.h"
#include "profile/shared_config.h"

namespace magneto::internal::endpoint {

/// What the program says; unset members are looked up.
struct Given {
  std::optional<std::string> region = {};
  std::optional<std::string> endpoint = {};
  std::optional<bool> use_fips = {};
  std::optional<bool> use_dual_stack = {};
  std::optional<std::string> account_id_endpoint_mode = {};
};

struct Configuration {
  std::optional<std::string> region;
  std::optional<std::string> endpoint;
  bool use_fips = false;
  bool use_dual_stack = false;
  std::string account_id_endpoint_mode = "preferred";

  /// Of a call, without what only the call knows (account, tables).
  Parameters parameters() const;
};

/// `profile` is the chosen profile's settings, null when there is none. kInvalidArgument names the
/// setting that has no valid value.
Result<Configuration> configure(const Given& given, const profile::Environment& environment,
                                const profile::SharedConfig& config,
                                const profile::Settings* profile);

/// "unix:PATH": a way of ours to name a server, which no rules know.
bool is_unix_socket(std::string_view endpoint);

/// The region alone.
std::optional<std::string> configured_region(const profile::Environment& environment,
                                             const profile::Settings* profile);

struct Flags {
  bool use_fips = false;
  bool use_dual_stack = false;
};

/// FIPS and dual stack alone.
Flags configured_flags(const profile::Environment& environment, const profile::Settings* profile);

/// The endpoint that is configured for a service by its id in snake case: "dynamodb", "sts",
/// "sso_oidc". Nothing when there is none or they are ignored.
Result<std::optional<std::string>> configured_endpoint(std::string_view service,
                                                       const profile::Environment& environment,
                                                       const profile::SharedConfig& config,
                                                       const profile::Settings* profile);

}  // namespace magneto::internal::endpoint
