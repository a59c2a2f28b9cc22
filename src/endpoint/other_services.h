// SPDX-License-Identifier: Apache-2.0
//
// Where the services are that give credentials, the security token service and the two of IAM Identity
// Center, and that of keys. Their rule sets are almost the same but for the host's name; tests/access
// compares with botocore's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::endpoint {

/// `host` is "sts", "portal.sso", "oidc" or "kms". kInvalidArgument when the region is not valid or its
/// partition has not what is asked for.
Result<std::string> service_url(std::string_view host, std::string_view region, bool use_fips,
                                bool use_dual_stack);

}  // namespace magneto::internal::endpoint
