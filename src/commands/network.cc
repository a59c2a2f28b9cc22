// SPDX-License-Identifier: Apache-2.0
#include "commands/network.h"

#include "profile/shared_config.h"
#include "transport/proxies.h"

namespace magneto::internal::commands {

Network network_of(const std::string& profile) {
  const profile::Environment environment = profile::Environment::of_process();
  Network network;
  network.proxy.url = transport::Proxies::kOfEnvironment;
  // A file that cannot be parsed is told of when credentials are looked for in it.
  const auto config = profile::SharedConfig::load(environment);
  const std::string name =
      !profile.empty() ? profile : profile::profile_name(environment).value_or("default");
  network.tls.ca_file =
      profile::ca_bundle(environment, config.ok() ? config->profile(name) : nullptr);
  return network;
}

std::string network_hint() {
  const profile::Environment environment = profile::Environment::of_process();
  std::string names;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"}) {
    if (environment.get(name).empty()) continue;
    names += names.empty() ? "" : " and ";
    names += name;
  }
  if (names.empty()) return {};
  return names + " is set: hosts that are to be reached without that proxy are named in NO_PROXY.";
}

}  // namespace magneto::internal::commands
