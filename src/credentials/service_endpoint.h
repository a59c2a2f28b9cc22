// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "credentials/source.h"
#include "profile/shared_config.h"

namespace magneto::internal::credentials {

/// The URL, without a '/' at its end, of one of the services that give credentials: the configured one, else that
/// of the region, with FIPS and dual stack as the program or the configuration says. `service` is
/// its id in names of settings ("sso_oidc"), `host` in those of hosts ("oidc"). `profile` may be
/// null.
Result<std::string> service_endpoint(const Surroundings& surroundings,
                                     const profile::SharedConfig& config,
                                     const profile::Settings* profile, const char* service,
                                     const char* host, const std::string& region);

}  // namespace magneto::internal::credentials
