// SPDX-License-Identifier: Apache-2.0
#include "endpoint/rule_functions.h"

#include <algorithm>
#include <array>

namespace magneto::internal::endpoint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_label(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}
bool is_control_or_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

/// Whether `text` is `lower` but for case.
bool equal_but_for_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// Whether what follows the host in `authority` is nothing or a port.
bool port_is_valid(std::string_view authority) {
  std::size_t host = authority.rfind('@');
  if (host != std::string_view::npos) authority.remove_prefix(host + 1);
  std::size_t bracket = authority.rfind(']');
  std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return true;
  std::string_view port = authority.substr(colon + 1);
  if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return false;
  return port.size() < 5 || port <= "65535";
}

}  // namespace

std::optional<Arn> parse_arn(std::string_view text) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < 5; ++i) {
    std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    parts[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  parts[5] = text;
  if (parts[0] != "arn" || parts[1].empty() || parts[2].empty() || parts[5].empty())
    return std::nullopt;
  return Arn{parts[1], parts[2], parts[3], parts[4], parts[5]};
}

std::optional<Url> parse_url(std::string_view text) {
  std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view scheme = text.substr(0, colon);
  if (!equal_but_for_case(scheme, "http") && !equal_but_for_case(scheme, "https"))
    return std::nullopt;
  std::string_view rest = text.substr(colon + 3);
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  std::string_view behind = rest.substr(authority.size());
  behind = behind.substr(0, behind.find('#'));
  std::size_t query = behind.find('?');
  if (query != std::string_view::npos && query + 1 < behind.size()) return std::nullopt;
  if (!port_is_valid(authority)) return std::nullopt;
  if (std::any_of(text.begin(), text.end(), is_control_or_blank)) return std::nullopt;
  return Url{scheme, authority};
}

bool is_valid_host_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && std::all_of(text.begin(), text.end(), in_label) &&
         text.front() != '-' && text.back() != '-';
}

std::string text(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (std::string_view part : parts) joined += part;
  return joined;
}

Endpoint found(std::string url, const Parameters& parameters) {
  return {std::move(url), parameters.region.value_or(std::string())};
}

Error failure(std::string_view message) {
  return Error(ErrorCode::kInvalidArgument, std::string(message));
}

}  // namespace magneto::internal::endpoint
