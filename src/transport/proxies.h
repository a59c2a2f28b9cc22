// SPDX-License-Identifier: Apache-2.0
//
// Proxies: through which proxy a server is reached, by the options or by the environment:
//
//   proxy of https://   https_proxy, HTTPS_PROXY
//   proxy of http://    http_proxy, HTTP_PROXY
//   reached directly    no_proxy, NO_PROXY: "*", or names with commas between them; "example.com" stands for
//                       its subdomains, too, with or without a leading dot, and may have a ":port"
//
// A name in lower case counts before the other one, also when it is set to nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "profile/environment.h"
#include "transport/options.h"

namespace magneto::internal::transport {

struct Proxy {
  Origin origin;
  std::string authorization;  ///< Header line, or empty.
};

/// Immutable, so thread safe.
class Proxies {
 public:
  /// The ProxyOptions::url that means the environment.
  static constexpr const char* kOfEnvironment = "environment";

  /// Errors: kEndpoint, with the text that is no URL.
  static magneto::Result<Proxies> make(const ProxyOptions& options,
                                       const profile::Environment& environment);

  /// Null: directly. By the environment, a server on this machine is always reached directly.
  const Proxy* find(const Origin& origin) const;

 private:
  bool is_exempt(const Origin& origin) const;

  std::optional<Proxy> for_http_;
  std::optional<Proxy> for_https_;
  bool of_environment_ = false;
  std::vector<std::string> exempt_;  // in lower case
};

}  // namespace magneto::internal::transport
