// SPDX-License-Identifier: Apache-2.0
//
// Every text that a caller with a bad signature gets to read, in the order of the checks. The
// service's words, as observed in clients' error reports.
#pragma once

#include <string>
#include <string_view>

#include "sigv4/request_view.h"

namespace magneto::internal::sigv4::messages {

inline constexpr std::string_view kBothForms =
    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.";
inline constexpr std::string_view kMissingToken = "Request is missing Authentication Token";
inline constexpr std::string_view kHostNotSigned =
    "'Host' must be a 'SignedHeader' in the AWS Authorization.";
inline constexpr std::string_view kUnknownKey =
    "The security token included in the request is invalid.";
/// The session token, not the access key: without a full stop.
inline constexpr std::string_view kUnknownSessionToken =
    "The security token included in the request is invalid";

std::string no_equal_sign(std::string_view word, std::string_view authorization);
std::string header_requires(std::string_view parameter);
std::string_view header_requires_date();
std::string authorization_was(std::string_view authorization);
std::string query_must_include(std::string_view parameter);
std::string_view reexamine_query();

std::string bad_date(std::string_view date);
std::string expired(std::string_view time, std::string_view earliest, std::string_view now,
                    int allowed_minutes);
std::string not_yet_current(std::string_view time, std::string_view latest, std::string_view now,
                            int allowed_minutes);
std::string unsupported_algorithm(std::string_view algorithm);
std::string bad_credential(std::string_view credential);
std::string bad_region(std::string_view region);
std::string bad_service(std::string_view service);
std::string bad_terminator(std::string_view terminator);
std::string bad_scope_date(std::string_view scope_date, std::string_view time);
std::string wrong_signature(std::string_view canonical_request, std::string_view string_to_sign);

}  // namespace magneto::internal::sigv4::messages
