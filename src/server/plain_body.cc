// SPDX-License-Identifier: Apache-2.0
#include "server/plain_body.h"

#include "database/error_answer.h"

namespace magneto::internal::server {

bool is_large_body(const http::Request& request) {
  // Nobody knows how large such a body becomes: deflate makes at most 1,032 times as many bytes of it.
  constexpr std::size_t kLargeCompressedBytes = 1024;
  return request.body.size() > kLargeBodyBytes ||
         (request.body.size() > kLargeCompressedBytes && request.has_header("content-encoding"));
}

Result<std::string_view> PlainBody::of(const http::Request& request, http::MemoryBudget& budget,
                                       std::size_t most_bytes) {
  inflated_.reset();
  http::Coding coding = http::parse_content_encoding(request.header("content-encoding"));
  if (coding == http::Coding::kIdentity) return request.body;
  if (coding == http::Coding::kUnknown) return database::internal_error();
  inflated_.emplace(budget);
  switch (inflated_->inflate(coding, request.body, most_bytes)) {
    case http::InflatedBody::Outcome::kOk:
      return inflated_->text();
    case http::InflatedBody::Outcome::kTooLarge:
      return Error(ErrorCode::kRequestEntityTooLarge, "");
    case http::InflatedBody::Outcome::kOverloaded:
      return Error(ErrorCode::kServiceUnavailable, "");
    case http::InflatedBody::Outcome::kDamaged:
      return database::internal_error();
  }
  return database::internal_error();
}

}  // namespace magneto::internal::server
