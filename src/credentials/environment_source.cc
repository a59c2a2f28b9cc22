// SPDX-License-Identifier: Apache-2.0
#include "credentials/environment_source.h"

#include "credentials/time_text.h"

namespace magneto::internal::credentials {

Result<std::optional<Credentials>> EnvironmentSource::load() {
  Credentials credentials;
  credentials.access_key = environment_.get("AWS_ACCESS_KEY_ID");
  if (credentials.access_key.empty()) return std::optional<Credentials>();
  credentials.secret_key = environment_.get("AWS_SECRET_ACCESS_KEY");
  if (credentials.secret_key.empty())
    return Error(ErrorCode::kInvalidArgument,
                 "AWS_ACCESS_KEY_ID is set in the environment, but AWS_SECRET_ACCESS_KEY is not; "
                 "set both or neither");
  credentials.session_token = environment_.get("AWS_SECURITY_TOKEN");
  if (credentials.session_token.empty())
    credentials.session_token = environment_.get("AWS_SESSION_TOKEN");
  credentials.account_id = environment_.get("AWS_ACCOUNT_ID");
  if (std::string text = environment_.get("AWS_CREDENTIAL_EXPIRATION"); !text.empty()) {
    credentials.expires_ms = parse_time_text(text);
    if (!credentials.expires_ms)
      return Error(ErrorCode::kInvalidArgument,
                   "AWS_CREDENTIAL_EXPIRATION is \"" + text +
                       "\", which is no time like \"2026-11-28T12:00:00Z\"");
  }
  credentials.source = name();
  return std::optional(std::move(credentials));
}

}  // namespace magneto::internal::credentials
