// SPDX-License-Identifier: Apache-2.0
#include "http/answer_head.h"

#include <charconv>

namespace magneto::internal::http {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  auto [end, ec] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

}  // namespace

void write_head(const AnswerHead& head, std::string& out) {
  out.assign("HTTP/1.1 ");
  append_number(out, static_cast<std::uint64_t>(head.status));
  out.append(" ").append(reason_phrase(head.status));
  out.append("\r\nServer: Server\r\nDate: ").append(head.date);
  if (!head.content_type.empty()) out.append("\r\nContent-Type: ").append(head.content_type);
  out.append("\r\nContent-Length: ");
  append_number(out, head.content_length);
  out.append(head.keep_alive ? "\r\nConnection: keep-alive" : "\r\nConnection: close");
  if (head.coding != Coding::kIdentity) {
    out.append("\r\nContent-Encoding: ").append(coding_name(head.coding));
  }
  out.append("\r\nx-amzn-RequestId: ").append(head.request_id);
  out.append("\r\nx-amz-crc32: ");
  append_number(out, head.crc32);
  if (!head.allow_origin.empty()) {
    out.append("\r\nAccess-Control-Allow-Origin: ").append(head.allow_origin);
    if (head.allow_origin != "*") out.append("\r\nVary: Origin");
    out.append(
        "\r\nAccess-Control-Expose-Headers: x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,"
        "x-amz-crc32,Date");
  }
  out.append("\r\n").append(head.extra_headers).append("\r\n");
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 413:
      return "Request Entity Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

std::string_view HttpDate::text(std::time_t now) {
  if (now != second_) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::strftime(text_.data(), text_.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    second_ = now;
  }
  return text_.data();
}

}  // namespace magneto::internal::http
