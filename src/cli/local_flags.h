// SPDX-License-Identifier: Apache-2.0
//
// The flags of Amazon's DynamoDB Local, for those who come from there.
#pragma once

#include <string>
#include <vector>

namespace magneto::internal::cli {

/// What to say about arguments that are flags of DynamoDB Local ("-sharedDb"), with the command that
/// does the same. Empty when there are none.
std::string explain_local_flags(const std::vector<std::string>& arguments);

}  // namespace magneto::internal::cli
