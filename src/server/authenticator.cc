// SPDX-License-Identifier: Apache-2.0
#include "server/authenticator.h"

namespace magneto::internal::server {

Authenticator::Authenticator(const KeyFile* keys, const Clock& clock, std::string region)
    : key_file_(keys), clock_(clock), verifier_(std::move(region), "dynamodb") {}

sigv4::RequestView Authenticator::view_of(const http::Request& request) {
  headers_.clear();
  for (const http::Header& header : request.headers)
    headers_.push_back({header.name, header.value});
  return {request.method, request.path, request.query, headers_};
}

void Authenticator::look_for_new_keys() {
  std::uint64_t version = key_file_->version();
  if (version == keys_version_) return;
  keys_ = key_file_->keys();
  keys_version_ = version;
}

Result<void> Authenticator::check(const http::Request& request) {
  sigv4::RequestView view = view_of(request);
  if (key_file_ == nullptr) {
    sigv4::Authorization ignored;
    return sigv4::parse_authorization(view, ignored);
  }
  look_for_new_keys();
  return verifier_.verify(view, request.body, *keys_, clock_.now_ms() / 1000);
}

Result<std::string> Authenticator::credential(const http::Request& request) {
  sigv4::Authorization authorization;
  MAGNETO_RETURN_IF_ERROR(sigv4::parse_authorization(view_of(request), authorization));
  return std::string(authorization.credential);
}

Result<void> Authenticator::check_head(const http::Request& request) {
  sigv4::RequestView view = view_of(request);
  if (key_file_ == nullptr) {
    sigv4::Authorization ignored;
    return sigv4::parse_authorization(view, ignored);
  }
  look_for_new_keys();
  return verifier_.check_head(view, *keys_, clock_.now_ms() / 1000);
}

}  // namespace magneto::internal::server
