// SPDX-License-Identifier: Apache-2.0
#include "s3/request_signer.h"

#include "base/sha256.h"
#include "sigv4/canonical_request.h"
#include "sigv4/digest.h"
#include "sigv4/signing_key.h"
#include "sigv4/time.h"

namespace magneto::internal::s3 {

std::string query_of(const std::map<std::string, std::string>& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query.push_back('&');
    sigv4::append_percent_encoded(name, false, query);
    query.push_back('=');
    sigv4::append_percent_encoded(value, false, query);
  }
  return query;
}

std::string signed_headers(const RequestForm& request, const SigningKey& key, std::int64_t now) {
  const std::string time = sigv4::format_time(now);
  const std::string payload = sha256_hex(request.body);
  std::map<std::string, std::string> headers = request.headers;
  headers["host"] = request.host;
  headers["x-amz-content-sha256"] = payload;
  headers["x-amz-date"] = time;
  if (!key.session_token.empty()) headers["x-amz-security-token"] = key.session_token;

  std::string names;
  std::string canonical(request.method);
  canonical.append("\n").append(request.path).append("\n").append(request.query).append("\n");
  std::string lines;
  for (const auto& [name, value] : headers) {
    canonical.append(name).append(":").append(value).append("\n");
    lines.append(name).append(": ").append(value).append("\r\n");
    names.append(names.empty() ? "" : ";").append(name);
  }
  canonical.append("\n").append(names).append("\n").append(payload);

  sigv4::Sha256 sha256;
  sigv4::SigningKeys keys;
  const sigv4::Scope scope{std::string_view(time).substr(0, 8), key.region, "s3"};
  std::string to_sign;
  sigv4::append_string_to_sign(time, scope, sha256.of(canonical), to_sign);
  const sigv4::Digest signature = keys.find(key.access_key, key.secret_key, scope).of(to_sign);
  lines.append("authorization: ").append(sigv4::kAlgorithm);
  lines.append(" Credential=").append(key.access_key).append("/");
  sigv4::append_scope(scope, lines);
  lines.append(", SignedHeaders=").append(names).append(", Signature=");
  sigv4::append_hex(signature, lines);
  return lines.append("\r\n");
}

}  // namespace magneto::internal::s3
