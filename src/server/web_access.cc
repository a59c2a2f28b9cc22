// SPDX-License-Identifier: Apache-2.0
#include "server/web_access.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace magneto::internal::server {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return result;
}

/// "[::1]:8000" is "::1", "LocalHost.:8000" is "localhost".
std::string name_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    std::size_t end = authority.find(']');
    return lower(authority.substr(1, end == std::string_view::npos ? end : end - 1));
  }
  std::string_view name = authority.substr(0, authority.find(':'));
  if (name.ends_with('.')) name.remove_suffix(1);
  return lower(name);
}

bool parse_v4(const std::string& name, in_addr& address) {
  return inet_pton(AF_INET, name.c_str(), &address) == 1;
}
bool parse_v6(const std::string& name, in6_addr& address) {
  return inet_pton(AF_INET6, name.c_str(), &address) == 1;
}

bool is_address(const std::string& name) {
  in_addr v4{};
  in6_addr v6{};
  return parse_v4(name, v4) || parse_v6(name, v6);
}

bool is_loopback_name(const std::string& name) {
  in_addr v4{};
  in6_addr v6{};
  if (parse_v4(name, v4)) return (ntohl(v4.s_addr) >> 24) == 127;
  if (parse_v6(name, v6)) return IN6_IS_ADDR_LOOPBACK(&v6) != 0;
  return name == "localhost" || name.ends_with(".localhost");
}

/// Names that nobody but Amazon can make point anywhere: for machines where they lead here.
bool is_amazon_endpoint(std::string_view name) {
  if (!name.ends_with(".amazonaws.com") && !name.ends_with(".amazonaws.com.cn")) return false;
  return name.starts_with("dynamodb.") || name.starts_with("streams.dynamodb.") ||
         name.find(".ddb.") != std::string_view::npos;
}

bool is_container_host(std::string_view name) {
  return name == "host.docker.internal" || name == "gateway.docker.internal" ||
         name == "host.containers.internal";
}

/// The part of "http://host:port" behind the scheme; empty for other schemes and for "null".
std::string_view authority_of(std::string_view origin) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (http::equals_ignoring_case(origin.substr(0, scheme.size()), scheme)) {
      return origin.substr(scheme.size());
    }
  }
  return {};
}

bool names(const std::string& allowed, const std::string& name) {
  return name == allowed || (allowed.starts_with('.') && name.ends_with(allowed));
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

WebAccess::WebAccess(WebAccessOptions options) : options_(std::move(options)) {
  for (std::string& host : options_.hosts) host = lower(host);
  for (std::string& origin : options_.origins) {
    if (origin.size() > 1 && origin.ends_with('/')) origin.pop_back();
  }
  all_origins_ = contains(options_.origins, "*");
  all_hosts_ = !options_.check_hosts || contains(options_.hosts, "*");
}

WebAccess::Verdict WebAccess::judge(const http::Request& request) const {
  std::string_view authority = request.authority();
  if (!authority.empty() && !allows_host(authority)) return Verdict::kForeignHost;
  if (!request.has_header("origin")) return Verdict::kFine;
  if (!allows_origin(request.header("origin"), authority)) return Verdict::kForeignOrigin;
  return Verdict::kFine;
}

bool WebAccess::allows_host(std::string_view authority) const {
  if (all_hosts_) return true;
  const std::string name = name_of(authority);
  if (is_address(name) || is_loopback_name(name) || is_amazon_endpoint(name) ||
      is_container_host(name) || name.find('.') == std::string::npos) {
    return true;
  }
  return std::any_of(options_.hosts.begin(), options_.hosts.end(),
                     [&](const std::string& allowed) { return names(allowed, name); });
}

bool WebAccess::allows_origin(std::string_view origin, std::string_view authority) const {
  if (all_origins_) return true;
  std::string_view of_page = authority_of(origin);
  if (!of_page.empty()) {
    if (is_loopback_name(name_of(of_page))) return true;
    if (http::equals_ignoring_case(of_page, authority)) return true;  // A page from here.
  }
  return std::any_of(
      options_.origins.begin(), options_.origins.end(),
      [&](const std::string& allowed) { return http::equals_ignoring_case(allowed, origin); });
}

std::string_view WebAccess::answer_origin(const http::Request& request) const {
  if (!request.has_header("origin")) return {};
  return all_origins_ ? std::string_view("*") : request.header("origin");
}

std::string WebAccess::explain(Verdict verdict, const http::Request& request) {
  if (verdict == Verdict::kForeignHost) {
    std::string host = name_of(request.authority());
    return "The Host header says " + std::string(request.authority()) +
           ", a name that this server does not go by. Start it with --allowed-host " + host +
           " if that is right.";
  }
  std::string origin(request.header("origin"));
  return "Pages of " + origin + " may not use this server. Start it with --cors " + origin +
         " to allow them.";
}

}  // namespace magneto::internal::server
