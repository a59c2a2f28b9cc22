// SPDX-License-Identifier: Apache-2.0
//
// HttpFetch: one HTTP exchange, as far as the sources of credentials need it. The client binds it
// to its transport, tests to answers of their own.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/timing.h"
#include "base/wipe.h"

namespace magneto::internal::credentials {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  /// Sent as they are. Host is the URL's authority, Content-Length the body's.
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  /// Of the whole exchange.
  std::chrono::milliseconds timeout{10'000};
  /// Never through a proxy: services on the machine itself.
  bool direct = false;
};

/// Its body is wiped when it goes, as it may have keys in it; so moves are copies.
struct HttpAnswer {
  int status = 0;
  std::string body;

  ~HttpAnswer() { wipe(body); }
};

/// Blocks. kIo when there is no whole answer; any status is an answer. Thread safe.
using HttpFetch = std::function<Result<HttpAnswer>(const HttpRequest&)>;

/// Fetches up to `attempts` times while there is no answer or one of the 500s or 429, with short
/// waits between.
Result<HttpAnswer> fetch_patiently(const HttpFetch& fetch, const HttpRequest& request, int attempts,
                                   Sleeper& sleeper, Random& random);

/// For messages: "HTTP 403: no such role". The body of a success is not told, as it may have keys in
/// it, and of other bodies no word that may be a key.
std::string told(const HttpAnswer& answer);

}  // namespace magneto::internal::credentials
