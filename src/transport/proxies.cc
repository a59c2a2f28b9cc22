// SPDX-License-Identifier: Apache-2.0
#include "transport/proxies.h"

#include <algorithm>

#include "base/base64.h"

namespace magneto::internal::transport {
namespace {

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string variable(const profile::Environment& environment, const std::string& lower,
                     const std::string& upper) {
  if (auto value = environment.find(lower)) return std::move(*value);
  return environment.get(upper);
}

magneto::Result<Proxy> make_proxy(const std::string& text, std::string user, std::string password) {
  magneto::Result<Url> url = parse_url(text);
  if (!url) return url.error().in("the proxy");
  if (user.empty()) {
    user = url->user;
    password = url->password;
  }
  Proxy proxy{.origin = std::move(url->origin), .authorization = {}};
  if (user.empty()) return proxy;
  proxy.authorization = "Proxy-Authorization: Basic " + base64_of(user + ":" + password) + "\r\n";
  return proxy;
}

/// The proxy that a variable names; "proxy:3128" is one, too.
magneto::Result<std::optional<Proxy>> proxy_of(std::string text) {
  if (text.empty()) return std::optional<Proxy>();
  if (text.find("://") == std::string::npos) text = "http://" + text;
  magneto::Result<Proxy> proxy = make_proxy(text, {}, {});
  if (!proxy) return std::move(proxy).error();
  return std::optional(std::move(*proxy));
}

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(name.size() + 1, list.size()));
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    while (!name.empty() && name.front() == '.') name.remove_prefix(1);
    if (!name.empty()) names.push_back(in_lower_case(name));
  }
  return names;
}

/// Whether `host` is `name` or one of its subdomains.
bool is_below(std::string_view host, std::string_view name) {
  if (!host.ends_with(name)) return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

bool is_this_machine(const Origin& origin) {
  return !origin.unix_path.empty() || origin.host == "localhost" || origin.host == "::1" ||
         origin.host.starts_with("127.") || origin.host.ends_with(".localhost");
}

}  // namespace

magneto::Result<Proxies> Proxies::make(const ProxyOptions& options,
                                       const profile::Environment& environment) {
  Proxies made;
  if (options.url.empty()) return made;
  if (options.url != kOfEnvironment) {
    magneto::Result<Proxy> proxy = make_proxy(options.url, options.user, options.password);
    if (!proxy) return std::move(proxy).error();
    made.for_http_ = made.for_https_ = std::move(*proxy);
    return made;
  }
  made.of_environment_ = true;
  auto for_http = proxy_of(variable(environment, "http_proxy", "HTTP_PROXY"));
  if (!for_http) return for_http.error().in("HTTP_PROXY");
  auto for_https = proxy_of(variable(environment, "https_proxy", "HTTPS_PROXY"));
  if (!for_https) return for_https.error().in("HTTPS_PROXY");
  made.for_http_ = std::move(*for_http);
  made.for_https_ = std::move(*for_https);
  made.exempt_ = names_in(variable(environment, "no_proxy", "NO_PROXY"));
  return made;
}

bool Proxies::is_exempt(const Origin& origin) const {
  const std::string host = in_lower_case(origin.host);
  const std::string with_port = host + ":" + origin.port;
  return std::any_of(exempt_.begin(), exempt_.end(), [&](const std::string& name) {
    return name == "*" || is_below(host, name) || is_below(with_port, name);
  });
}

const Proxy* Proxies::find(const Origin& origin) const {
  const std::optional<Proxy>& proxy = origin.tls ? for_https_ : for_http_;
  if (!proxy) return nullptr;
  if (of_environment_ && (is_this_machine(origin) || is_exempt(origin))) return nullptr;
  return &*proxy;
}

}  // namespace magneto::internal::transport
