// SPDX-License-Identifier: Apache-2.0
#include "server/authenticator.h"

namespace magneto::internal::server {

Authenticator::Authenticator(const KeyFile* keys, const Clock& clock, std::string region)
    : key_file_(keys), clock_(clock), verifier_(std::move(region), "dynamodb") {}

Result<void> Authenticator::check(const http::Request& request) {
  headers_.clear();
  for (const http::Header& header : request.headers)
    headers_.push_back({header.name, header.value});
  sigv4::RequestView view{request.method, request.path, request.query, headers_};
  if (key_file_ == nullptr) {
    sigv4::Authorization ignored;
    return sigv4::parse_authorization(view, ignored);
  }
  if (std::uint64_t version = key_file_->version(); version != keys_version_) {
    keys_ = key_file_->keys();
    keys_version_ = version;
  }
  return verifier_.verify(view, request.body, *keys_, clock_.now_ms() / 1000);
}

}  // namespace magneto::internal::server
