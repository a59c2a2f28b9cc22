// SPDX-License-Identifier: Apache-2.0
#include "credentials/container_source.h"

#include "credentials/json_credentials.h"
#include "credentials/read_text_file.h"
#include "endpoint/rule_functions.h"

namespace magneto::internal::credentials {
namespace {

constexpr int kAttempts = 3;
constexpr const char* kEcsHost = "http://169.254.170.2";

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

/// The token goes in clear text to hosts on this machine only, otherwise by HTTPS.
bool may_be_asked(std::string_view text) {
  auto url = endpoint::parse_url(text);
  if (!url) return false;
  if (url->scheme == "https") return true;
  std::string_view host = url->authority;
  if (host.find('@') != std::string_view::npos) return false;
  if (host.starts_with('['))
    host = host.substr(1, host.find(']') - 1);
  else
    host = host.substr(0, host.find(':'));
  return is_loopback(host) || host == "169.254.170.2" || host == "169.254.170.23" ||
         host == "fd00:ec2::23";
}

}  // namespace

Result<HttpRequest> ContainerSource::request(const std::string& url) const {
  const profile::Environment& environment = surroundings_->environment;
  HttpRequest request;
  request.url = url;
  request.headers = {{"Accept", "application/json"}};
  request.timeout = std::chrono::seconds(2);
  request.direct = true;
  auto token = environment.find("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (auto path = environment.find("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    token = read_text_file(*path);
    if (!token)
      return Error(ErrorCode::kIo, name() + ": cannot read " + *path +
                                       ", which AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names");
  }
  if (token && token->find_first_of("\r\n") != std::string::npos)
    return Error(ErrorCode::kInvalidArgument,
                 name() + ": the authorization token has a line end in it");
  if (token) request.headers.emplace_back("Authorization", *token);
  return request;
}

Result<std::optional<Credentials>> ContainerSource::load() {
  const profile::Environment& environment = surroundings_->environment;
  std::string url;
  if (auto path = environment.find("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
    url = kEcsHost + *path;
  else if (auto full = environment.find("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
    url = *full;
  else
    return std::optional<Credentials>();
  if (!may_be_asked(url))
    return Error(ErrorCode::kInvalidArgument,
                 name() + ": AWS_CONTAINER_CREDENTIALS_FULL_URI is \"" + url +
                     "\"; it must be HTTPS, a loopback address, 169.254.170.2, 169.254.170.23 or "
                     "[fd00:ec2::23]");
  MAGNETO_ASSIGN_OR_RETURN(HttpRequest asked, request(url));
  auto answer = fetch_patiently(surroundings_->fetch, asked, kAttempts, *surroundings_->sleeper,
                                *surroundings_->random);
  if (!answer.ok())
    return Error(ErrorCode::kIo,
                 name() + ": " + url + " does not answer: " + answer.error().message());
  auto document = JsonMembers::parse(answer->body);
  if (answer->status != 200 || !document)
    return Error(ErrorCode::kIo, name() + ": " + url + " answered " + told(*answer));
  MAGNETO_ASSIGN_OR_RETURN(Credentials credentials, json_credentials(*document, "Token", name()));
  return std::optional(std::move(credentials));
}

}  // namespace magneto::internal::credentials
