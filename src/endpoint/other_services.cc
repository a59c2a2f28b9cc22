// SPDX-License-Identifier: Apache-2.0
#include "endpoint/other_services.h"

#include "endpoint/rule_functions.h"

namespace magneto::internal::endpoint {

Result<std::string> service_url(std::string_view host, std::string_view region, bool use_fips,
                                bool use_dual_stack) {
  if (!is_valid_host_label(region))
    return failure(text({"the region \"", region, "\" is not valid"}));
  const Partition& in = *partition(region);
  if ((use_fips && !in.supports_fips) || (use_dual_stack && !in.supports_dual_stack))
    return failure(text({"the partition ", in.name, " has no FIPS or dual-stack endpoints"}));
  if (host == "sts" && region == "aws-global" && !use_fips && !use_dual_stack)
    return std::string("https://sts.amazonaws.com");
  // The ordinary endpoints of GovCloud are FIPS endpoints, but for those of KMS.
  bool fips_name = use_fips && (use_dual_stack || in.name != "aws-us-gov" || host == "kms");
  return text({"https://", host, fips_name ? "-fips." : ".", region, ".",
               use_dual_stack ? in.dual_stack_dns_suffix : in.dns_suffix});
}

}  // namespace magneto::internal::endpoint
