// SPDX-License-Identifier: Apache-2.0
//
// One HTTP request as its handler sees it: views of the connection's buffer, valid until the
// request is answered.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace magneto::internal::http {

struct Header {
  std::string_view name;   ///< As sent.
  std::string_view value;  ///< Without surrounding blanks.
};

struct Request {
  std::string_view method;  ///< As sent: "POST".
  std::string_view path;    ///< The target up to '?', as sent (percent-encoded).
  std::string_view query;   ///< What follows '?'; empty without one.
  /// Of a target in absolute form, "http://authority/path": it stands for the Host header then.
  std::string_view absolute_authority;
  std::vector<Header> headers;
  /// As sent: still compressed if it came so. At least kBodyPadding readable bytes follow it.
  std::string_view body;

  /// The value of the first header of that name, case-insensitively; empty when there is none.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  /// Whom the client wants to reach: "localhost:8000".
  std::string_view authority() const {
    return absolute_authority.empty() ? header("host") : absolute_authority;
  }
};

/// Readable bytes behind every request body: what the JSON parser wants to be able to look at.
inline constexpr std::size_t kBodyPadding = 64;

/// ASCII letters of either case are the same.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace magneto::internal::http
