// SPDX-License-Identifier: Apache-2.0
//
// Signature Version 4 of S3's requests. Unlike other services' the path is signed as it is sent,
// and the body's SHA-256 is a header, which the service compares with what came.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace magneto::internal::s3 {

struct SigningKey {
  std::string access_key;
  std::string secret_key;
  std::string session_token = {};
  std::string region;
};

struct RequestForm {
  std::string_view method;
  std::string path = {};   ///< Percent-encoded, "/" kept.
  std::string query = {};  ///< Percent-encoded, sorted; every parameter with "=".
  std::string host = {};
  std::map<std::string, std::string> headers = {};  ///< More to sign; names in lower case.
  std::string_view body = {};
};

/// All header lines but Content-Length. `now` in seconds since 1970.
std::string signed_headers(const RequestForm& request, const SigningKey& key, std::int64_t now);

/// "a=1&b=x%2Fy" of parameters by their names.
std::string query_of(const std::map<std::string, std::string>& parameters);

}  // namespace magneto::internal::s3
