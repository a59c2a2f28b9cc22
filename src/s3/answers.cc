// SPDX-License-Identifier: Apache-2.0
#include "s3/answers.h"

#include <charconv>
#include <utility>

#include "sigv4/canonical_request.h"
#include "xml/read_elements.h"

namespace magneto::internal::s3 {
namespace {

constexpr xml::Limits kLimits{.bytes = kMaxXmlBytes, .depth = 16};

}  // namespace

std::optional<Listing> read_listing(std::string_view document) {
  Listing listing;
  Listing::Object object;
  std::string token;
  bool is_listing = false;
  bool truncated = false;
  bool right = true;
  const auto ended = [&](std::string_view path, const std::string& text) {
    constexpr std::string_view kRoot = "/ListBucketResult";
    if (!path.starts_with(kRoot)) return;
    path.remove_prefix(kRoot.size());
    if (path.empty()) is_listing = true;
    if (path == "/IsTruncated") truncated = text == "true";
    if (path == "/NextContinuationToken") token = text;
    if (path == "/Contents/Key") object.key = sigv4::percent_decoded(text);
    if (path == "/Contents/Size") {
      const auto [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), object.bytes);
      right = right && error == std::errc() && end == text.data() + text.size();
    }
    if (path == "/Contents") listing.objects.push_back(std::exchange(object, {}));
  };
  if (!xml::read_elements(document, kLimits, ended) || !is_listing || !right ||
      (truncated && token.empty())) {
    return std::nullopt;
  }
  if (truncated) listing.next_token = std::move(token);
  return listing;
}

ErrorAnswer read_error(std::string_view document) {
  ErrorAnswer answer;
  const auto ended = [&](std::string_view path, const std::string& text) {
    if (path == "/Error/Code") answer.code = text;
    if (path == "/Error/Message") answer.message = text;
    if (path == "/Error/Region") answer.region = text;
  };
  return xml::read_elements(document, kLimits, ended) ? answer : ErrorAnswer();
}

std::string read_upload_id(std::string_view document) {
  std::string id;
  const auto ended = [&](std::string_view path, const std::string& text) {
    if (path == "/InitiateMultipartUploadResult/UploadId") id = text;
  };
  return xml::read_elements(document, kLimits, ended) ? id : std::string();
}

}  // namespace magneto::internal::s3
