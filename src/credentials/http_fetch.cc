// SPDX-License-Identifier: Apache-2.0
#include "credentials/http_fetch.h"

#include "base/excerpt.h"
#include "retry/policy.h"

namespace magneto::internal::credentials {

Result<HttpAnswer> fetch_patiently(const HttpFetch& fetch, const HttpRequest& request, int attempts,
                                   Sleeper& sleeper, Random& random) {
  retry::Backoff backoff;
  backoff.transient_base = std::chrono::milliseconds(100);
  for (int attempt = 1;; ++attempt) {
    Result<HttpAnswer> answer = fetch(request);
    if (answer.ok() && answer->status < 500 && answer->status != 429) return answer;
    if (attempt >= attempts) return answer;
    sleeper.sleep(backoff.wait(retry::FailureClass::kTransient, attempt, {}, random));
  }
}

std::string told(const HttpAnswer& answer) {
  const std::string status = "HTTP " + std::to_string(answer.status);
  if (answer.status == 200) return status + " with a body that is not what was asked for";
  return status + ": " + excerpt(answer.body);
}

}  // namespace magneto::internal::credentials
