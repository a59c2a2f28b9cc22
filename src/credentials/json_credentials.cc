// SPDX-License-Identifier: Apache-2.0
#include "credentials/json_credentials.h"

#include "credentials/time_text.h"

namespace magneto::internal::credentials {

Result<Credentials> json_credentials(const JsonMembers& document, const char* token_member,
                                     const std::string& source) {
  for (const char* required : {"AccessKeyId", "SecretAccessKey"})
    if (!document.has(required))
      return Error(ErrorCode::kIo, source + ": the answer has no " + required);
  Credentials credentials;
  credentials.access_key = document.get("AccessKeyId");
  credentials.secret_key = document.get("SecretAccessKey");
  credentials.session_token = document.get(token_member);
  credentials.account_id = document.get("AccountId");
  if (const std::string* text = document.find("Expiration")) {
    credentials.expires_ms = parse_time_text(*text);
    if (!credentials.expires_ms)
      return Error(ErrorCode::kIo,
                   source + ": the answer's Expiration \"" + *text + "\" is not a time");
  }
  credentials.source = source;
  return credentials;
}

}  // namespace magneto::internal::credentials
