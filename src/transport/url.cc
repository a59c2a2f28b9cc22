// SPDX-License-Identifier: Apache-2.0
#include "transport/options.h"

#include <algorithm>

namespace magneto::internal::transport {
namespace {

magneto::Error wrong(std::string_view text, std::string_view why) {
  return {magneto::ErrorCode::kEndpoint,
          "\"" + std::string(text.substr(0, 200)) + "\" is no endpoint: " + std::string(why)};
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    decoded.push_back(low >= 0 ? static_cast<char>(high * 16 + low) : text[i]);
    if (low >= 0) i += 2;
  }
  return decoded;
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5) return false;
  int port = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    port = port * 10 + (c - '0');
  }
  return port > 0 && port < 65536;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() < 256 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == ':';
  });
}

/// Splits "host:port" or "[v6]:port". False: no such form.
bool take_authority(std::string_view authority, Origin& to) {
  std::string_view host = authority, port;
  if (!authority.empty() && authority[0] == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    host = authority.substr(1, close - 1);
    const std::string_view rest = authority.substr(close + 1);
    if (!rest.empty() && rest[0] != ':') return false;
    port = rest.empty() ? rest : rest.substr(1);
    if (!rest.empty() && !is_port(port)) return false;
  } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    if (!is_port(port)) return false;
  }
  if (!is_host(host)) return false;
  const std::string_view usual = to.tls ? "443" : "80";
  to.host = host;
  to.port = port.empty() ? usual : port;
  to.host_header =
      host.find(':') == std::string_view::npos ? std::string(host) : "[" + std::string(host) + "]";
  if (to.port != usual) to.host_header.append(":").append(to.port);
  return true;
}

}  // namespace

std::string Origin::text() const {
  if (!unix_path.empty()) return "unix:" + unix_path;
  return (tls ? "https://" : "http://") + host_header;
}

magneto::Result<Url> parse_url(std::string_view text) {
  constexpr std::string_view kUnix = "unix:";
  Url url;
  if (text.starts_with(kUnix)) {
    url.origin.unix_path = text.substr(kUnix.size());
    if (url.origin.unix_path.starts_with("//")) url.origin.unix_path.erase(0, 2);
    url.origin.host = url.origin.host_header = "localhost";
    if (url.origin.unix_path.empty() || url.origin.unix_path.size() > 107) {
      return wrong(text, "the path of the socket is empty or too long");
    }
    return url;
  }
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    url.origin.tls = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return wrong(text, "it does not begin with http://, https:// or unix:");
  }
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, end);
  const std::string_view path = rest.substr(end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view login = authority.substr(0, at);
    const std::size_t colon = std::min(login.find(':'), login.size());
    url.user = percent_decoded(login.substr(0, colon));
    url.password = percent_decoded(login.substr(std::min(colon + 1, login.size())));
    authority.remove_prefix(at + 1);
  }
  if (!take_authority(authority, url.origin)) return wrong(text, "host or port is wrong");
  for (const char c : path) {
    if (c <= ' ' || c > '~' || c == '#') return wrong(text, "the path is wrong");
  }
  if (!path.empty() && path[0] == '/') url.path = path;
  return url;
}

}  // namespace magneto::internal::transport
