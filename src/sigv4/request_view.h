// SPDX-License-Identifier: Apache-2.0
//
// What Signature Version 4 looks at in an HTTP request. Views: the request owns the bytes.
#pragma once

#include <span>
#include <string_view>

namespace magneto::internal::sigv4 {

struct HeaderView {
  std::string_view name;
  std::string_view value;
};

struct RequestView {
  std::string_view method;
  std::string_view path;   ///< As sent: percent-encoded, up to '?'.
  std::string_view query;  ///< As sent: what follows '?'.
  std::span<const HeaderView> headers;
};

/// Where and for what a signature holds.
struct Scope {
  std::string_view date;  ///< "20261121"
  std::string_view region;
  std::string_view service;
};

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kTerminator = "aws4_request";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

}  // namespace magneto::internal::sigv4
