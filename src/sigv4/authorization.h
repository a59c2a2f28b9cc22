// SPDX-License-Identifier: Apache-2.0
//
// What a request says about who sent it, taken apart and not yet believed: from its Authorization
// header or from a presigned query string.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sigv4/request_view.h"

namespace magneto::internal::sigv4 {

/// Views into the request, or into `decoded` where the query was percent-encoded.
struct Authorization {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signed_headers;  ///< As sent: "content-type;host;x-amz-date".
  std::string_view signature;
  std::string_view time;
  std::string_view session_token;    ///< Empty without one.
  std::string_view expires_seconds;  ///< Presigned only; may be empty.
  bool presigned = false;

  /// The first element of the credential: who the sender says it is.
  std::string_view access_key() const { return credential.substr(0, credential.find('/')); }

  std::vector<std::string> decoded;
};

/// Fills in `out`. That the parts are there is checked, not what they say.
/// Errors: kInvalidSignature (both forms at once), kMissingAuthenticationToken (none),
/// kIncompleteSignature (names all that is missing).
Result<void> parse_authorization(const RequestView& request, Authorization& out);

/// The value of the first header of that name (lower-case), case-insensitively.
std::optional<std::string_view> find_header(const RequestView& request, std::string_view name);

}  // namespace magneto::internal::sigv4
