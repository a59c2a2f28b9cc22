// SPDX-License-Identifier: Apache-2.0
//
// The head of an answer, written by hand into one buffer, in the service's order of headers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "http/accept_encoding.h"

namespace magneto::internal::http {

struct AnswerHead {
  int status = 200;
  std::string_view date;  ///< HttpDate::text().
  std::string_view content_type;
  std::size_t content_length = 0;
  std::uint32_t crc32 = 0;  ///< Of the body as sent.
  std::string_view request_id;
  Coding coding = Coding::kIdentity;
  bool keep_alive = true;
  /// The origin whose pages may read the answer, or "*"; empty: nothing is said of origins.
  std::string_view allow_origin;
  std::string_view extra_headers;
};

/// Replaces the content of `out` by the head, with the empty line that ends it.
void write_head(const AnswerHead& head, std::string& out);

/// The reason phrase of a status code: "OK", "Bad Request".
std::string_view reason_phrase(int status);

/// The Date header's text, made anew once a second. Not thread safe.
class HttpDate {
 public:
  std::string_view text(std::time_t now);

 private:
  std::time_t second_ = -1;
  std::array<char, 32> text_{};
};

}  // namespace magneto::internal::http
