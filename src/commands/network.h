// SPDX-License-Identifier: Apache-2.0
//
// The way to the network, as AWS's tools find it: proxies from HTTPS_PROXY, HTTP_PROXY and NO_PROXY, the
// certificate authorities from AWS_CA_BUNDLE or the profile's ca_bundle.
#pragma once

#include <string>

#include "magneto/options.h"

namespace magneto::internal::commands {

struct Network {
  ProxyOptions proxy;
  TlsOptions tls;
};

/// `profile` is the name of one, or empty: the one that the environment names.
Network network_of(const std::string& profile);

/// What to say of a connection that failed: which of these variables are set. Empty when none is.
std::string network_hint();

}  // namespace magneto::internal::commands
