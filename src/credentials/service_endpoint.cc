// SPDX-License-Identifier: Apache-2.0
#include "credentials/service_endpoint.h"

#include "endpoint/configuration.h"
#include "endpoint/other_services.h"

namespace magneto::internal::credentials {

Result<std::string> service_endpoint(const Surroundings& surroundings,
                                     const profile::SharedConfig& config,
                                     const profile::Settings* profile, const char* service,
                                     const char* host, const std::string& region) {
  MAGNETO_ASSIGN_OR_RETURN(
      auto configured,
      endpoint::configured_endpoint(service, surroundings.environment, config, profile));
  endpoint::Flags flags = endpoint::configured_flags(surroundings.environment, profile);
  bool fips = surroundings.use_fips.value_or(flags.use_fips);
  bool dual_stack = surroundings.use_dual_stack.value_or(flags.use_dual_stack);
  if (!configured) return endpoint::service_url(host, region, fips, dual_stack);
  if (fips || dual_stack)
    return Error(ErrorCode::kInvalidArgument, std::string("the endpoint ") + *configured +
                                                  " is configured for " + service +
                                                  ", which FIPS and dual stack exclude");
  if (configured->ends_with('/')) configured->pop_back();
  return std::move(*configured);
}

}  // namespace magneto::internal::credentials
