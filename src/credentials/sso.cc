// SPDX-License-Identifier: Apache-2.0
#include "credentials/sso.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>

#include "base/digest.h"
#include "credentials/json_members.h"
#include "credentials/read_text_file.h"
#include "credentials/service_endpoint.h"
#include "credentials/time_text.h"
#include "sigv4/canonical_request.h"

namespace magneto::internal::credentials {
namespace {

using profile::Settings;
using profile::SharedConfig;
using Members = std::map<std::string, std::string>;

constexpr int kAttempts = 3;
constexpr std::int64_t kRefreshBeforeMs = 15 * 60 * 1000;

std::string name_of(const SsoConfig& sso) { return "SSO of the profile '" + sso.profile + "'"; }

std::string login_advice(const SsoConfig& sso) {
  return "; run `aws sso login --profile " + sso.profile + "`";
}

Error login_again(const SsoConfig& sso, const std::string& why) {
  return Error(ErrorCode::kExpiredToken, name_of(sso) + ": " + why + login_advice(sso));
}

std::string cache_path(const SsoConfig& sso, const profile::Environment& environment) {
  return profile::expand_path("~/.aws/sso/cache/", environment) +
         hex_digest(DigestKind::kSha1, sso.session.empty() ? sso.start_url : sso.session) + ".json";
}

/// Replaces the file as a whole, readable by its owner only.
bool write_private_file(const std::string& path, const std::string& text) {
  std::string written = path + "." + std::to_string(getpid()) + ".new";
  int file = open(written.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  bool ok = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ok = close(file) == 0 && ok;
  ok = ok && std::rename(written.c_str(), path.c_str()) == 0;
  if (!ok) unlink(written.c_str());
  return ok;
}

/// Members of the cached token that a refresh needs. Empty when it cannot be refreshed.
bool can_refresh(const JsonMembers& token, std::int64_t now_ms) {
  for (const char* member : {"refreshToken", "clientId", "clientSecret", "registrationExpiresAt"})
    if (token.get(member).empty()) return false;
  auto until = parse_time_text(token.get("registrationExpiresAt"));
  return until && *until > now_ms;
}

/// CreateToken of the OIDC service. Nothing when it refuses or does not answer.
std::optional<Members> refresh_token(const Surroundings& surroundings, const std::string& url,
                                     const SsoConfig& sso, const JsonMembers& token) {
  HttpRequest request;
  request.method = "POST";
  request.url = url + "/token";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = json_object({{"grantType", "refresh_token"},
                              {"clientId", token.get("clientId")},
                              {"clientSecret", token.get("clientSecret")},
                              {"refreshToken", token.get("refreshToken")}});
  auto answer = fetch_patiently(surroundings.fetch, request, kAttempts, *surroundings.sleeper,
                                *surroundings.random);
  if (!answer.ok() || answer->status != 200) return std::nullopt;
  auto fresh = JsonMembers::parse(answer->body);
  std::int64_t seconds = 0;
  std::string expires_in = fresh ? fresh->get("expiresIn") : std::string();
  std::from_chars(expires_in.data(), expires_in.data() + expires_in.size(), seconds);
  if (seconds <= 0 || fresh->get("accessToken").empty()) return std::nullopt;
  Members made{{"startUrl", sso.start_url},
               {"region", sso.region},
               {"accessToken", fresh->get("accessToken")},
               {"expiresAt", time_text(surroundings.clock->now_ms() + seconds * 1000)},
               {"clientId", token.get("clientId")},
               {"clientSecret", token.get("clientSecret")},
               {"registrationExpiresAt", token.get("registrationExpiresAt")}};
  if (!fresh->get("refreshToken").empty()) made["refreshToken"] = fresh->get("refreshToken");
  return made;
}

/// The token that `aws sso login` left, refreshed where it is due and possible.
Result<std::string> access_token(const Surroundings& surroundings, const SharedConfig& config,
                                 const Settings& profile, const SsoConfig& sso) {
  std::string path = cache_path(sso, surroundings.environment);
  auto text = read_text_file(path);
  if (!text) return login_again(sso, "there is no token in " + path);
  auto token = JsonMembers::parse(*text);
  auto expires = token ? parse_time_text(token->get("expiresAt")) : std::nullopt;
  if (!expires || token->get("accessToken").empty())
    return login_again(sso, "the token in " + path + " cannot be read");
  std::int64_t now = surroundings.clock->now_ms();
  if (!sso.session.empty() && *expires - now < kRefreshBeforeMs && can_refresh(*token, now)) {
    MAGNETO_ASSIGN_OR_RETURN(std::string url, service_endpoint(surroundings, config, &profile,
                                                               "sso_oidc", "oidc", sso.region));
    if (auto fresh = refresh_token(surroundings, url, sso, *token)) {
      // A cache that cannot be written is no reason to fail: the token is good.
      write_private_file(path, json_object(*fresh));
      return (*fresh)["accessToken"];
    }
  }
  if (*expires <= now) return login_again(sso, "the token has expired");
  return token->get("accessToken");
}

Result<Credentials> read_role_credentials(const HttpAnswer& answer, const SsoConfig& sso) {
  if (answer.status == 401) return login_again(sso, "the token is not accepted");
  auto document = JsonMembers::parse(answer.body);
  if (answer.status != 200 || !document)
    return Error(answer.status == 403 ? ErrorCode::kAccessDenied : ErrorCode::kIo,
                 name_of(sso) + ": cannot get credentials for the role " + sso.role_name +
                     " in the account " + sso.account_id + ": " + told(answer));
  Credentials credentials;
  credentials.access_key = document->get("roleCredentials.accessKeyId");
  credentials.secret_key = document->get("roleCredentials.secretAccessKey");
  credentials.session_token = document->get("roleCredentials.sessionToken");
  std::int64_t expires = 0;
  std::string text = document->get("roleCredentials.expiration");
  std::from_chars(text.data(), text.data() + text.size(), expires);
  if (credentials.access_key.empty() || credentials.secret_key.empty() || expires <= 0)
    return Error(ErrorCode::kIo, name_of(sso) + ": the answer has no credentials");
  credentials.expires_ms = expires;
  credentials.account_id = sso.account_id;
  credentials.source = name_of(sso);
  return credentials;
}

}  // namespace

Result<std::optional<SsoConfig>> sso_config(const SharedConfig& config,
                                            const std::string& profile_name,
                                            const Settings& profile) {
  if (!profile.contains("sso_role_name") && !profile.contains("sso_account_id"))
    return std::optional<SsoConfig>();
  auto wrong = [&](const std::string& what) {
    return Error(ErrorCode::kInvalidArgument,
                 "the profile '" + profile_name + "' in " + config.config_path() + " " + what);
  };
  Settings merged = profile;
  SsoConfig sso;
  sso.profile = profile_name;
  if (const std::string* session = find_text(profile, "sso_session")) {
    sso.session = *session;
    const Settings* section = config.sso_session(*session);
    if (!section) return wrong("names the sso-session '" + *session + "', which does not exist");
    for (const auto& [key, setting] : *section) {
      auto [at, added] = merged.try_emplace(key, setting);
      if (!added && at->second.text != setting.text)
        return wrong("and its sso-session '" + *session + "' have different values of " + key);
    }
  }
  std::string missing;
  auto take = [&](const char* key) {
    const std::string* text = find_text(merged, key);
    if (!text) (missing += missing.empty() ? "" : ", ") += key;
    return text ? *text : std::string();
  };
  sso.role_name = take("sso_role_name");
  sso.account_id = take("sso_account_id");
  sso.start_url = take("sso_start_url");
  sso.region = take("sso_region");
  if (!missing.empty()) return wrong("uses SSO and has no " + missing);
  return std::optional(std::move(sso));
}

Result<Credentials> load_sso(const Surroundings& surroundings, const SharedConfig& config,
                             const Settings& profile, const SsoConfig& sso) {
  MAGNETO_ASSIGN_OR_RETURN(std::string token, access_token(surroundings, config, profile, sso));
  MAGNETO_ASSIGN_OR_RETURN(std::string url, service_endpoint(surroundings, config, &profile, "sso",
                                                             "portal.sso", sso.region));
  HttpRequest request;
  request.url = url + "/federation/credentials?role_name=";
  sigv4::append_percent_encoded(sso.role_name, false, request.url);
  request.url += "&account_id=";
  sigv4::append_percent_encoded(sso.account_id, false, request.url);
  request.headers = {{"x-amz-sso_bearer_token", token}};
  auto answer = fetch_patiently(surroundings.fetch, request, kAttempts, *surroundings.sleeper,
                                *surroundings.random);
  if (!answer.ok())
    return Error(ErrorCode::kIo,
                 name_of(sso) + ": " + url + " does not answer: " + answer.error().message());
  return read_role_credentials(*answer, sso);
}

}  // namespace magneto::internal::credentials
