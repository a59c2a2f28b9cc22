// SPDX-License-Identifier: Apache-2.0
#include "credentials/web_identity.h"

#include "credentials/json_members.h"
#include "credentials/read_text_file.h"
#include "sigv4/canonical_request.h"

namespace magneto::internal::credentials {
namespace {

constexpr int kAttempts = 3;

}  // namespace

Result<Credentials> assume_with_token_file(const Surroundings& surroundings,
                                           const profile::SharedConfig& config,
                                           const profile::Settings* profile,
                                           const WebIdentity& identity) {
  auto token = read_text_file(identity.token_file);
  if (!token)
    return Error(ErrorCode::kIo, cannot_assume(identity.role_arn) + "the web identity token file " +
                                     identity.token_file + " cannot be read");
  MAGNETO_ASSIGN_OR_RETURN(StsEndpoint endpoint, sts_endpoint(surroundings, config, profile));
  AssumeRole role;
  role.role_arn = identity.role_arn;
  role.session_name = identity.session_name;
  return assume_role_with_web_identity(surroundings, endpoint, role, *token);
}

Result<std::string> github_token(const Surroundings& surroundings, const std::string& audience) {
  HttpRequest request;
  request.url = surroundings.environment.get("ACTIONS_ID_TOKEN_REQUEST_URL");
  request.url += request.url.find('?') == std::string::npos ? "?audience=" : "&audience=";
  sigv4::append_percent_encoded(audience, false, request.url);
  request.headers = {{"Accept", "application/json"},
                     {"Authorization",
                      "bearer " + surroundings.environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")}};
  auto answer = fetch_patiently(surroundings.fetch, request, kAttempts, *surroundings.sleeper,
                                *surroundings.random);
  if (!answer.ok())
    return Error(ErrorCode::kIo, "GitHub's identity token: " + answer.error().message());
  auto document = JsonMembers::parse(answer->body);
  if (answer->status != 200 || !document || document->get("value").empty())
    return Error(ErrorCode::kIo, "GitHub's identity token: " + told(*answer));
  return document->get("value");
}

Result<std::optional<Credentials>> GithubSource::load() {
  const profile::Environment& environment = surroundings_->environment;
  AssumeRole role = role_;
  if (role.role_arn.empty()) role.role_arn = environment.get("AWS_ROLE_ARN");
  if (role.session_name.empty()) role.session_name = environment.get("AWS_ROLE_SESSION_NAME");
  if (role.role_arn.empty() || environment.get("ACTIONS_ID_TOKEN_REQUEST_URL").empty() ||
      environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN").empty())
    return std::optional<Credentials>();
  MAGNETO_ASSIGN_OR_RETURN(std::string token, github_token(*surroundings_, audience_));
  MAGNETO_ASSIGN_OR_RETURN(auto config, profile::SharedConfig::load(environment));
  MAGNETO_ASSIGN_OR_RETURN(StsEndpoint endpoint, sts_endpoint(*surroundings_, config, nullptr));
  MAGNETO_ASSIGN_OR_RETURN(Credentials credentials,
                           assume_role_with_web_identity(*surroundings_, endpoint, role, token));
  return std::optional(std::move(credentials));
}

}  // namespace magneto::internal::credentials
