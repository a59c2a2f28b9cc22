// SPDX-License-Identifier: Apache-2.0
#include "credentials/sts.h"

#include "credentials/service_endpoint.h"
#include "credentials/time_text.h"
#include "credentials/xml_texts.h"
#include "endpoint/configuration.h"
#include "endpoint/rule_functions.h"
#include "sigv4/canonical_request.h"
#include "sigv4/sign.h"
#include "sigv4/time.h"

namespace magneto::internal::credentials {
namespace {

constexpr int kAttempts = 3;
constexpr const char* kContentType = "application/x-www-form-urlencoded; charset=utf-8";
using Form = std::map<std::string, std::string>;

std::string form_body(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) body += '&';
    (body += name) += '=';
    sigv4::append_percent_encoded(value, false, body);
  }
  return body;
}

Form role_form(const char* action, const Surroundings& surroundings, const AssumeRole& role) {
  Form form{{"Action", action}, {"Version", "2011-06-15"}, {"RoleArn", role.role_arn}};
  form["RoleSessionName"] =
      role.session_name.empty()
          ? "magneto-session-" + std::to_string(surroundings.clock->now_ms() / 1000)
          : role.session_name;
  if (role.duration_seconds) form["DurationSeconds"] = std::to_string(*role.duration_seconds);
  if (!role.policy.empty()) form["Policy"] = role.policy;
  return form;
}

std::string path_of(std::string_view url) {
  std::size_t host = url.find("://");
  std::size_t path = host == std::string_view::npos ? host : url.find('/', host + 3);
  return path == std::string_view::npos ? "/" : std::string(url.substr(path));
}

void sign(HttpRequest& request, const StsEndpoint& endpoint, const Credentials& base,
          std::int64_t now_ms) {
  std::string time = sigv4::format_time(now_ms / 1000);
  request.headers.emplace_back("X-Amz-Date", time);
  if (!base.session_token.empty())
    request.headers.emplace_back("X-Amz-Security-Token", base.session_token);
  auto url = endpoint::parse_url(request.url);
  std::vector<sigv4::HeaderView> headers{{"Host", url ? url->authority : std::string_view()}};
  for (const auto& [name, value] : request.headers) headers.push_back({name, value});
  std::string path = path_of(request.url);
  sigv4::Signer signer(endpoint.region, "sts");
  std::string authorization = signer.authorization({"POST", path, {}, headers}, request.body,
                                                   {base.access_key, base.secret_key}, time);
  request.headers.emplace_back("Authorization", std::move(authorization));
}

HttpRequest request_of(const StsEndpoint& endpoint, const Form& form) {
  HttpRequest request;
  request.method = "POST";
  request.url = endpoint.url;
  request.headers = {{"Content-Type", kContentType}};
  request.body = form_body(form);
  return request;
}

Error refused(const HttpAnswer& answer, const XmlTexts* texts, const std::string& role_arn) {
  std::string code = texts ? texts->get("Error/Code") : std::string();
  std::string why = texts ? texts->get("Error/Message") : std::string();
  if (code.empty()) why = told(answer);
  std::string message = cannot_assume(role_arn);
  message += code.empty() ? why : code + ": " + why;
  if (code == "ExpiredToken" || code == "ExpiredTokenException")
    return Error(ErrorCode::kExpiredToken, std::move(message));
  if (answer.status == 403 || code == "AccessDenied")
    return Error(ErrorCode::kAccessDenied, std::move(message));
  return Error(answer.status >= 500 ? ErrorCode::kIo : ErrorCode::kInvalidArgument,
               std::move(message));
}

Result<Credentials> call(const Surroundings& surroundings, const HttpRequest& request,
                         const std::string& role_arn) {
  auto answer = fetch_patiently(surroundings.fetch, request, kAttempts, *surroundings.sleeper,
                                *surroundings.random);
  if (!answer.ok())
    return Error(ErrorCode::kIo, cannot_assume(role_arn) + request.url +
                                     " does not answer: " + answer.error().message());
  return read_sts_answer(*answer, role_arn);
}

/// The account of "arn:aws:sts::123456789012:assumed-role/...".
std::string account_of(std::string_view arn) {
  auto parsed = endpoint::parse_arn(arn);
  return parsed ? std::string(parsed->account_id) : std::string();
}

}  // namespace

Result<StsEndpoint> sts_endpoint(const Surroundings& surroundings,
                                 const profile::SharedConfig& config,
                                 const profile::Settings* profile) {
  std::string region = surroundings.region;
  if (region.empty())
    region = endpoint::configured_region(surroundings.environment, profile).value_or("");
  if (region.empty() || region == "local") region = "aws-global";
  MAGNETO_ASSIGN_OR_RETURN(std::string url,
                           service_endpoint(surroundings, config, profile, "sts", "sts", region));
  return StsEndpoint{std::move(url), region == "aws-global" ? "us-east-1" : region};
}

std::string cannot_assume(const std::string& role_arn) {
  return "cannot assume the role " + role_arn + ": ";
}

Result<Credentials> read_sts_answer(const HttpAnswer& answer, const std::string& role_arn) {
  auto texts = XmlTexts::parse(answer.body);
  if (answer.status != 200 || !texts) return refused(answer, texts ? &*texts : nullptr, role_arn);
  Credentials credentials;
  credentials.access_key = texts->get("Credentials/AccessKeyId");
  credentials.secret_key = texts->get("Credentials/SecretAccessKey");
  credentials.session_token = texts->get("Credentials/SessionToken");
  credentials.expires_ms = parse_time_text(texts->get("Credentials/Expiration"));
  credentials.account_id = account_of(texts->get("AssumedRoleUser/Arn"));
  if (credentials.access_key.empty() || credentials.secret_key.empty() ||
      credentials.session_token.empty() || !credentials.expires_ms)
    return Error(ErrorCode::kIo, cannot_assume(role_arn) + "the answer has no credentials");
  credentials.source = "the role " + role_arn;
  return credentials;
}

Result<Credentials> assume_role(const Surroundings& surroundings, const StsEndpoint& endpoint,
                                const Credentials& base, const AssumeRole& role) {
  Form form = role_form("AssumeRole", surroundings, role);
  if (!role.external_id.empty()) form["ExternalId"] = role.external_id;
  if (!role.mfa_serial.empty()) {
    if (!surroundings.mfa)
      return Error(ErrorCode::kInvalidArgument,
                   "the role " + role.role_arn + " needs a code of the MFA device " +
                       role.mfa_serial + "; give the client a callback that asks for it");
    MAGNETO_ASSIGN_OR_RETURN(std::string code, surroundings.mfa(role.mfa_serial));
    form["SerialNumber"] = role.mfa_serial;
    form["TokenCode"] = code;
  }
  HttpRequest request = request_of(endpoint, form);
  sign(request, endpoint, base, surroundings.clock->now_ms());
  return call(surroundings, request, role.role_arn);
}

Result<Credentials> assume_role_with_web_identity(const Surroundings& surroundings,
                                                  const StsEndpoint& endpoint,
                                                  const AssumeRole& role,
                                                  const std::string& token) {
  Form form = role_form("AssumeRoleWithWebIdentity", surroundings, role);
  form["WebIdentityToken"] = token;
  return call(surroundings, request_of(endpoint, form), role.role_arn);
}

}  // namespace magneto::internal::credentials
