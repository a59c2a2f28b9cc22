// SPDX-License-Identifier: Apache-2.0
//
// The canonical form of a request, and the text that is signed. Both sides of a call build the same
// bytes, whatever proxies did to blanks, case and order of headers.
//
//   canonical request := method LF path LF query LF { name ':' value LF } LF names LF payload-hash
//   string to sign    := "AWS4-HMAC-SHA256" LF time LF scope LF hex(SHA256(canonical request))
//
// Source: IAM user guide, "Create a signed AWS API request".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sigv4/digest.h"
#include "sigv4/request_view.h"

namespace magneto::internal::sigv4 {

/// Appends the canonical request. `signed_headers` are lower-case and sorted; one that the request
/// does not have counts as empty. `X-Amz-Signature` is left out of the query.
void append_canonical_request(const RequestView& request,
                              std::span<const std::string_view> signed_headers,
                              std::string_view payload_hash, std::string& out);

/// Appends the text to sign. `time` is "20261121T120000Z".
void append_string_to_sign(std::string_view time, const Scope& scope,
                           const Digest& canonical_request_hash, std::string& out);

/// Appends "date/region/service/aws4_request".
void append_scope(const Scope& scope, std::string& out);

/// Appends `text` percent-encoded: all but A-Z a-z 0-9 - . _ ~ (and '/' where `keep_slash`).
void append_percent_encoded(std::string_view text, bool keep_slash, std::string& out);

/// `text` with every valid %XX decoded.
std::string percent_decoded(std::string_view text);

}  // namespace magneto::internal::sigv4
