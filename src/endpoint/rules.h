// SPDX-License-Identifier: Apache-2.0
//
// DynamoDB's endpoint rules, generated from the rule set that botocore ships
// (scripts/generate_endpoints.py): from the region and what else is known to the URL of a call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace magneto::internal::endpoint {

/// Members are named as the rule set's parameters.
struct Parameters {
  std::optional<std::string> region;
  /// Given by the user instead of computed.
  std::optional<std::string> endpoint;
  /// Of the credentials.
  std::optional<std::string> account_id;
  /// "preferred", "required", "disabled".
  std::optional<std::string> account_id_endpoint_mode;
  /// TableName of the request, or the member that stands for it: a name or an ARN.
  std::optional<std::string> resource_arn;
  /// Tables of a batch or a transaction.
  std::optional<std::vector<std::string>> resource_arn_list;
  /// True for SearchVectors.
  std::optional<bool> is_search_operation;
  bool use_dual_stack = false;
  bool use_fips = false;
};

struct Endpoint {
  std::string url;
  std::string signing_region;  ///< Empty when no region is known.
};

/// kInvalidArgument with the rule set's message when the parameters contradict each other or the
/// region is missing.
Result<Endpoint> resolve(const Parameters& parameters);

}  // namespace magneto::internal::endpoint
