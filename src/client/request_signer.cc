// SPDX-License-Identifier: Apache-2.0
#include "client/request_signer.h"

#include "sigv4/canonical_request.h"
#include "sigv4/time.h"

namespace magneto::internal::client {
namespace {

// Sorted, as the canonical form wants them.
constexpr std::string_view kSigned = "content-type;host;x-amz-date;x-amz-target";
constexpr std::string_view kSignedWithToken =
    "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";

template <class... Parts>
void append(std::string& to, const Parts&... parts) {
  (to.append(parts), ...);
}

}  // namespace

void RequestSigner::set_time(std::int64_t now) {
  if (now == now_) return;
  now_ = now;
  time_ = sigv4::format_time(now);
}

void RequestSigner::canonicalize(const SignedRequest& request, const SigningIdentity& identity) {
  const bool with_token = !identity.session_token.empty();
  text_.clear();
  append(text_, "POST\n");
  if (request.path == "/") {
    append(text_, "/\n\n");
  } else {
    // Paths are encoded a second time, for all services but S3.
    sigv4::append_percent_encoded(request.path, true, text_);
    append(text_, "\n\n");
  }
  append(text_, "content-type:", request.content_type, "\nhost:", request.host,
         "\nx-amz-date:", time_, "\n");
  if (with_token) append(text_, "x-amz-security-token:", identity.session_token, "\n");
  append(text_, "x-amz-target:", request.target, "\n\n", with_token ? kSignedWithToken : kSigned,
         "\n");
  sigv4::append_hex(sha256_.of(request.body), text_);
}

const std::string& RequestSigner::headers(const SignedRequest& request,
                                          const SigningIdentity& identity, std::int64_t now) {
  set_time(now);
  canonicalize(request, identity);
  const sigv4::Scope scope{std::string_view(time_).substr(0, 8), identity.region, identity.service};
  to_sign_.clear();
  sigv4::append_string_to_sign(time_, scope, sha256_.of(text_), to_sign_);
  const sigv4::Digest signature =
      keys_.find(identity.access_key, identity.secret_key, scope).of(to_sign_);

  const bool with_token = !identity.session_token.empty();
  headers_.clear();
  append(headers_, "Host: ", request.host, "\r\nContent-Type: ", request.content_type,
         "\r\nX-Amz-Target: ", request.target, "\r\nX-Amz-Date: ", time_, "\r\n");
  if (with_token) append(headers_, "X-Amz-Security-Token: ", identity.session_token, "\r\n");
  append(headers_, request.more_headers, "Authorization: ", sigv4::kAlgorithm,
         " Credential=", identity.access_key, "/");
  sigv4::append_scope(scope, headers_);
  append(headers_, ", SignedHeaders=", with_token ? kSignedWithToken : kSigned, ", Signature=");
  sigv4::append_hex(signature, headers_);
  append(headers_, "\r\n");
  return headers_;
}

}  // namespace magneto::internal::client
