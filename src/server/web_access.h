// SPDX-License-Identifier: Apache-2.0
//
// WebAccess: which requests of web browsers are answered. Any page that a user of this machine looks
// at can send requests to it; under --auth any nothing else would keep it from the data.
//
//   Origin  names the page. Pages of loopback addresses may, others when --cors names them.
//   Host    names whom the browser believes to reach. A page can have its own name point to this
//           machine (DNS rebinding), and then needs no Origin. So a name must be one that no stranger
//           can own: an address, localhost, a name without a dot (a service of Docker Compose), what
//           container engines call their host, Amazon's endpoints, or what --allowed-host names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace magneto::internal::server {

struct WebAccessOptions {
  std::vector<std::string> origins;  ///< "https://app.example", or "*": all.
  std::vector<std::string> hosts;    ///< "db.example", ".example" with all below it, or "*": all.
  bool check_hosts = true;           ///< Not under --auth keys: a page has no key.
};

/// Immutable, so any thread may use it.
class WebAccess {
 public:
  enum class Verdict : std::uint8_t { kFine, kForeignHost, kForeignOrigin };

  explicit WebAccess(WebAccessOptions options);

  Verdict judge(const http::Request& request) const;

  /// For the answer's Access-Control-Allow-Origin; empty when the request has no Origin.
  std::string_view answer_origin(const http::Request& request) const;

  /// What to tell who was turned away.
  static std::string explain(Verdict verdict, const http::Request& request);

  bool allows_origin(std::string_view origin, std::string_view authority) const;
  bool allows_host(std::string_view authority) const;

 private:
  WebAccessOptions options_;
  bool all_origins_ = false;
  bool all_hosts_ = false;
};

}  // namespace magneto::internal::server
