// SPDX-License-Identifier: Apache-2.0
#include "credentials/instance_source.h"

#include <algorithm>
#include <charconv>

#include "credentials/json_credentials.h"
#include "profile/shared_config.h"

namespace magneto::internal::credentials {
namespace {

constexpr const char* kAddress = "http://169.254.169.254";
constexpr const char* kAddressIpv6 = "http://[fd00:ec2::254]";
constexpr const char* kRolePath = "/latest/meta-data/iam/security-credentials/";
constexpr const char* kTokenSeconds = "21600";
/// How long before their end, and at most how much longer, credentials are asked for again.
constexpr std::int64_t kWindowMs = 15 * 60 * 1000;
constexpr std::int64_t kJitterFromMs = 2 * 60 * 1000;
constexpr std::int64_t kJitterMs = 8 * 60 * 1000;

int number_of(const std::string& text, int otherwise) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && value > 0 ? value : otherwise;
}

bool is_true(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text == "true";
}

}  // namespace

Result<void> InstanceSource::read_settings() {
  const profile::Environment& environment = surroundings_->environment;
  MAGNETO_ASSIGN_OR_RETURN(auto config, profile::SharedConfig::load(environment));
  const profile::Settings* profile = config.profile(profile_);
  auto setting = [&](const char* variable, const char* key) {
    std::string value = environment.get(variable);
    const std::string* text = profile && value.empty() ? find_text(*profile, key) : nullptr;
    return text ? *text : value;
  };
  address_ = setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
  std::string mode =
      setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
  if (address_.empty()) address_ = mode == "ipv6" || mode == "IPv6" ? kAddressIpv6 : kAddress;
  if (address_.ends_with('/')) address_.pop_back();
  timeout_ = std::chrono::seconds(
      number_of(setting("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"), 1));
  attempts_ =
      number_of(setting("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"), 1);
  return {};
}

HttpRequest InstanceSource::request(const char* method, const std::string& path) const {
  HttpRequest request;
  request.method = method;
  request.url = address_ + path;
  request.timeout = timeout_;
  request.direct = true;
  return request;
}

Result<HttpAnswer> InstanceSource::fetch(const HttpRequest& request) const {
  return fetch_patiently(surroundings_->fetch, request, attempts_, *surroundings_->sleeper,
                         *surroundings_->random);
}

std::optional<Credentials> InstanceSource::nothing(std::string why) {
  remark_ = std::move(why);
  return std::nullopt;
}

Result<std::optional<Credentials>> InstanceSource::load() {
  remark_.clear();
  if (is_true(surroundings_->environment.get("AWS_EC2_METADATA_DISABLED")))
    return nothing("turned off by AWS_EC2_METADATA_DISABLED");
  MAGNETO_RETURN_IF_ERROR(read_settings());
  HttpRequest for_token = request("PUT", "/latest/api/token");
  for_token.headers = {{"X-aws-ec2-metadata-token-ttl-seconds", kTokenSeconds}};
  auto token = fetch(for_token);
  if (!token.ok())
    return nothing(
        "no answer from " + for_token.url +
        " (in a container on an instance, the hop limit of the instance's metadata must be 2)");
  if (token->status != 200)
    return nothing(for_token.url + " answered HTTP " + std::to_string(token->status));
  HttpRequest for_role = request("GET", kRolePath);
  for_role.headers = {{"X-aws-ec2-metadata-token", token->body}};
  auto role = fetch(for_role);
  if (!role.ok() || role->status != 200 || role->body.empty())
    return nothing("the instance has no role");
  HttpRequest for_credentials =
      request("GET", kRolePath + role->body.substr(0, role->body.find('\n')));
  for_credentials.headers = for_role.headers;
  auto document = fetch(for_credentials);
  if (!document.ok())
    return Error(ErrorCode::kIo, name() + ": " + for_credentials.url +
                                     " does not answer: " + document.error().message());
  if (document->status != 200)
    return Error(ErrorCode::kIo, name() + ": " + for_credentials.url + " answered HTTP " +
                                     std::to_string(document->status));
  return read(document->body);
}

Result<std::optional<Credentials>> InstanceSource::read(const std::string& text) {
  auto document = JsonMembers::parse(text);
  if (!document) return Error(ErrorCode::kIo, name() + ": the answer is not JSON");
  if (document->get("AccessKeyId").empty() && document->find("Code"))
    return nothing(document->get("Code") + ": " + document->get("Message"));
  MAGNETO_ASSIGN_OR_RETURN(Credentials credentials, json_credentials(*document, "Token", name()));
  // While the service behind the metadata has problems, it gives credentials that are about to
  // expire or have; they still work. They are used and asked for again some minutes later.
  std::int64_t now = surroundings_->clock->now_ms();
  std::int64_t window = kWindowMs + kJitterFromMs +
                        static_cast<std::int64_t>(surroundings_->random->bits() % kJitterMs);
  if (credentials.expires_ms && now >= *credentials.expires_ms - window)
    credentials.expires_ms = now + window;
  return std::optional(std::move(credentials));
}

}  // namespace magneto::internal::credentials
