// SPDX-License-Identifier: Apache-2.0
#include "endpoint/configuration.h"

#include <algorithm>

#include "endpoint/rule_functions.h"

namespace magneto::internal::endpoint {
namespace {

using profile::Environment;
using profile::Settings;
using profile::SharedConfig;

std::string cased(std::string_view text, char first, char last, int shift) {
  std::string changed(text);
  for (char& c : changed)
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  return changed;
}
std::string lower(std::string_view text) { return cased(text, 'A', 'Z', 'a' - 'A'); }
std::string upper(std::string_view text) { return cased(text, 'a', 'z', 'A' - 'a'); }

/// Of the environment, else of the profile.
std::optional<std::string> find(const char* variable, std::string_view setting,
                                const Environment& environment, const Settings* profile) {
  if (auto value = environment.find(variable)) return value;
  const std::string* text = profile ? find_text(*profile, setting) : nullptr;
  return text ? std::optional(*text) : std::nullopt;
}

/// Anything but "true" is false.
bool flag(const char* variable, std::string_view setting, const Environment& environment,
          const Settings* profile) {
  return lower(find(variable, setting, environment, profile).value_or("")) == "true";
}

Error invalid(std::string_view what, std::string_view value, std::string_view valid) {
  return failure(text({"the ", what, " \"", value, "\" is not valid: ", valid}));
}

Result<const Settings*> services_of(const SharedConfig& config, const Settings* profile) {
  const std::string* name = profile ? find_text(*profile, "services") : nullptr;
  if (!name) return static_cast<const Settings*>(nullptr);
  const Settings* services = config.services(*name);
  if (!services || services->empty())
    return failure(text({"the profile's services = ", *name, " names no section [services ", *name,
                         "] in ", config.config_path()}));
  return services;
}

Result<std::string> checked_mode(std::string_view mode) {
  std::string lowered = lower(mode);
  if (lowered == "preferred" || lowered == "required" || lowered == "disabled") return lowered;
  return invalid("account_id_endpoint_mode", mode, "use preferred, required or disabled");
}

}  // namespace

Result<std::optional<std::string>> configured_endpoint(std::string_view service,
                                                       const Environment& environment,
                                                       const SharedConfig& config,
                                                       const Settings* profile) {
  using Found = std::optional<std::string>;
  if (flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls", environment,
           profile))
    return Found();
  for (const std::string& variable :
       {"AWS_ENDPOINT_URL_" + upper(service), std::string("AWS_ENDPOINT_URL")})
    if (std::string url = environment.get(variable); !url.empty()) return Found(url);
  MAGNETO_ASSIGN_OR_RETURN(const Settings* services, services_of(config, profile));
  if (services) {
    auto section = services->find(service);
    if (section != services->end()) {
      auto url = section->second.nested.find("endpoint_url");
      if (url != section->second.nested.end() && !url->second.empty()) return Found(url->second);
    }
  }
  const std::string* url = profile ? find_text(*profile, "endpoint_url") : nullptr;
  return url && !url->empty() ? Found(*url) : Found();
}

bool is_unix_socket(std::string_view endpoint) { return endpoint.starts_with("unix:"); }

std::optional<std::string> configured_region(const Environment& environment,
                                             const Settings* profile) {
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (std::string region = environment.get(variable); !region.empty()) return region;
  const std::string* region = profile ? find_text(*profile, "region") : nullptr;
  return region && !region->empty() ? std::optional(*region) : std::nullopt;
}

Flags configured_flags(const Environment& environment, const Settings* profile) {
  return {flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", environment, profile),
          flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", environment, profile)};
}

Result<Configuration> configure(const Given& given, const Environment& environment,
                                const SharedConfig& config, const Settings* profile) {
  Configuration made;
  made.region = given.region ? given.region : configured_region(environment, profile);
  if (made.region && !is_valid_host_label(*made.region))
    return invalid("region", *made.region, "it must be a name like \"eu-central-1\"");
  made.endpoint = given.endpoint;
  if (!made.endpoint) {
    MAGNETO_ASSIGN_OR_RETURN(made.endpoint,
                             configured_endpoint("dynamodb", environment, config, profile));
  }
  if (made.endpoint && !is_unix_socket(*made.endpoint)) {
    auto url = parse_url(*made.endpoint);
    if (!url || url->authority.empty())
      return invalid("endpoint", *made.endpoint, "it must be a URL like \"http://localhost:8000\"");
  }
  Flags flags = configured_flags(environment, profile);
  made.use_fips = given.use_fips.value_or(flags.use_fips);
  made.use_dual_stack = given.use_dual_stack.value_or(flags.use_dual_stack);
  auto mode =
      given.account_id_endpoint_mode
          ? given.account_id_endpoint_mode
          : find("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode", environment, profile);
  if (mode) {
    MAGNETO_ASSIGN_OR_RETURN(made.account_id_endpoint_mode, checked_mode(*mode));
  }
  return made;
}

Parameters Configuration::parameters() const {
  Parameters parameters;
  parameters.region = region;
  parameters.endpoint = endpoint;
  parameters.account_id_endpoint_mode = account_id_endpoint_mode;
  parameters.use_dual_stack = use_dual_stack;
  parameters.use_fips = use_fips;
  return parameters;
}

}  // namespace magneto::internal::endpoint
