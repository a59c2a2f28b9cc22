// SPDX-License-Identifier: Apache-2.0
//
// RequestParser: Beast's parser with a sink that allocates nothing. It reads the header block and
// notes where things are, as offsets into the connection's buffer. The only file that knows Beast.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <vector>

#include "http/read_buffer.h"
#include "http/request.h"

namespace magneto::internal::http {

/// What the parser found, in offsets from the buffer's begin.
struct RequestLayout {
  struct Span {
    std::size_t offset = 0;
    std::size_t size = 0;
  };
  struct Field {
    Span name;
    Span value;
  };

  Span method;
  Span target;
  std::vector<Field> fields;
  std::size_t hosts = 0;  ///< How many Host headers there are.
  bool expect_continue = false;

  void clear() {
    fields.clear();
    hosts = 0;
    expect_continue = false;
  }
};

/// For one request. REQUIRES: the first put() has the whole header block.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(const ReadBuffer& buffer, RequestLayout& layout)
      : buffer_(buffer), layout_(layout) {}

  bool version_1_0 = false;

 private:
  using Text = boost::beast::string_view;
  using Code = boost::beast::error_code;
  using HttpError = boost::beast::http::error;

  RequestLayout::Span span_of(Text text) const {
    return {static_cast<std::size_t>(text.data() - buffer_.begin()), text.size()};
  }
  bool in_buffer(Text text) const {
    return text.empty() || (text.data() >= buffer_.begin() &&
                            text.data() + text.size() <= buffer_.begin() + buffer_.size());
  }

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version,
                       Code&) override {
    version_1_0 = version == 10;
    layout_.method = span_of(method);
    layout_.target = span_of(target);
  }

  void on_field_impl(boost::beast::http::field field, Text name, Text value, Code& ec) override {
    // A folded value is not in the buffer as one piece. RFC 9112 5.2 lets a server refuse it.
    if (!in_buffer(value)) {
      ec = HttpError::bad_obs_fold;
      return;
    }
    if (field == boost::beast::http::field::transfer_encoding &&
        !equals_ignoring_case({value.data(), value.size()}, "chunked")) {
      ec = HttpError::bad_transfer_encoding;
      return;
    }
    if (field == boost::beast::http::field::expect) {
      // RFC 9110 10.1.1: HTTP/1.0 does not know it.
      layout_.expect_continue =
          !version_1_0 && equals_ignoring_case({value.data(), value.size()}, "100-continue");
    }
    if (field == boost::beast::http::field::host) ++layout_.hosts;
    layout_.fields.push_back(
        {span_of(name), value.empty() ? RequestLayout::Span{} : span_of(value)});
  }

  void on_header_impl(Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text piece, Code&) override { return piece.size(); }

  void on_response_impl(int, Text, int, Code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Code&) override {}
  std::size_t on_body_impl(Text piece, Code&) override { return piece.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  void on_finish_impl(Code&) override {}

  const ReadBuffer& buffer_;
  RequestLayout& layout_;
};

}  // namespace magneto::internal::http
