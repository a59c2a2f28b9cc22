// SPDX-License-Identifier: Apache-2.0
//
// The answers of S3's API that are XML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace magneto::internal::s3 {

/// Of ListObjectsV2, encoding-type url.
struct Listing {
  struct Object {
    std::string key;
    std::uint64_t bytes = 0;
    friend bool operator==(const Object&, const Object&) = default;
  };
  std::vector<Object> objects = {};
  /// Nothing at the end.
  std::optional<std::string> next_token = {};
};

/// Of all requests that failed, and of a completion of an upload that failed in spite of its 200.
struct ErrorAnswer {
  std::string code = {};  ///< "NoSuchKey"; empty when the document says nothing.
  std::string message = {};
  std::string region = {};  ///< With PermanentRedirect and the like.
};

inline constexpr std::size_t kMaxXmlBytes = std::size_t{16} << 20;

/// Nothing when it is no such document.
std::optional<Listing> read_listing(std::string_view document);
ErrorAnswer read_error(std::string_view document);
/// Of CreateMultipartUpload. Empty when it is no such document.
std::string read_upload_id(std::string_view document);

}  // namespace magneto::internal::s3
