// SPDX-License-Identifier: Apache-2.0
//
// The JSON document that containers, instances and credential processes answer with:
//
//   {"AccessKeyId": "...", "SecretAccessKey": "...", "Token": "...", "Expiration": "2026-...Z"}
#pragma once

#include <string>

#include "base/result.h"
#include "credentials/credentials.h"
#include "credentials/json_members.h"

namespace magneto::internal::credentials {

/// `token_member` is "Token" or "SessionToken". An Expiration that is there must be a time. Errors
/// begin with `source`, which the credentials get too.
Result<Credentials> json_credentials(const JsonMembers& document, const char* token_member,
                                     const std::string& source);

}  // namespace magneto::internal::credentials
