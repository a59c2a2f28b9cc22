// SPDX-License-Identifier: Apache-2.0
#include "sigv4/sign.h"

#include <algorithm>
#include <vector>

#include "sigv4/canonical_request.h"

namespace magneto::internal::sigv4 {
namespace {

/// The names of all headers, lower-case, sorted, each once.
std::vector<std::string> header_names(const RequestView& request) {
  std::vector<std::string> names;
  for (const HeaderView& header : request.headers) {
    std::string& name = names.emplace_back(header.name);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::string Signer::authorization(const RequestView& request, std::string_view body,
                                  const Credentials& credentials, std::string_view time) {
  std::vector<std::string> names = header_names(request);
  std::vector<std::string_view> signed_headers(names.begin(), names.end());
  std::string canonical;
  append_canonical_request(request, signed_headers, hex(sha256_.of(body)), canonical);

  Scope scope{time.substr(0, 8), region_, service_};
  std::string to_sign;
  append_string_to_sign(time, scope, sha256_.of(canonical), to_sign);
  Digest signature = keys_.find(credentials.access_key, credentials.secret_key, scope).of(to_sign);

  std::string header(kAlgorithm);
  header.append(" Credential=").append(credentials.access_key).append("/");
  append_scope(scope, header);
  header.append(", SignedHeaders=");
  for (std::size_t i = 0; i < names.size(); ++i) header.append(i > 0 ? ";" : "").append(names[i]);
  header.append(", Signature=");
  append_hex(signature, header);
  return header;
}

}  // namespace magneto::internal::sigv4
