// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <algorithm>

#include "base/check.h"

namespace magneto::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::string_view kHeaderEnd = "\r\n\r\n";
/// A chunk's size line with extensions, or the trailers: not longer than this when still
/// incomplete.
constexpr std::size_t kMaxChunkLineBytes = 16 * 1024;
/// Steps by which the buffer grows while a body arrives: a client pays with bytes for memory.
constexpr std::size_t kGrowBytes = 64 * 1024;

std::size_t leading_line_ends(std::string_view bytes) {
  std::size_t n = 0;
  while (n < bytes.size() && (bytes[n] == '\r' || bytes[n] == '\n')) ++n;
  return n;
}

}  // namespace

RequestReader::State RequestReader::advance() {
  if (failure_ != Failure::kNone) return State::kFailed;
  if (!parser_) {
    State state = read_header();
    if (state != State::kComplete) return state;
  }
  return parser_->chunked() ? read_chunked_body() : read_sized_body();
}

RequestReader::Phase RequestReader::phase() const {
  if (parser_) return Phase::kBody;
  return buffer_.size() == 0 ? Phase::kIdle : Phase::kHeader;
}

bool RequestReader::take_expect_continue() {
  bool asked = layout_.expect_continue;
  layout_.expect_continue = false;
  return asked;
}

void RequestReader::next() {
  buffer_.consume(request_bytes_);
  layout_.clear();
  parser_.reset();
  scanned_ = parsed_ = request_bytes_ = 0;
}

RequestReader::State RequestReader::fail(Failure failure) {
  failure_ = failure;
  return State::kFailed;
}

// Finds the end of the header block first, so that the parser sees it as one piece that does not
// move.
RequestReader::State RequestReader::read_header() {
  // RFC 9112 2.2: empty lines before a request are ignored.
  if (scanned_ == 0) buffer_.consume(leading_line_ends(buffer_.bytes()));

  std::string_view bytes = buffer_.bytes();
  std::size_t end = bytes.find(kHeaderEnd, scanned_);
  std::size_t header_bytes = end == std::string_view::npos ? bytes.size() : end + kHeaderEnd.size();
  if (header_bytes > limits_.header_bytes) return fail(Failure::kHeaderTooLarge);
  if (end == std::string_view::npos) {
    scanned_ = bytes.size() < kHeaderEnd.size() ? 0 : bytes.size() - (kHeaderEnd.size() - 1);
    return need_more(std::min(bytes.size() + 1, limits_.header_bytes + 1));
  }

  parser_.emplace(buffer_, layout_);
  parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes + 1));
  parser_->body_limit(static_cast<std::uint64_t>(limits_.body_bytes));
  boost::beast::error_code ec;
  parsed_ = parser_->put(boost::asio::const_buffer(buffer_.begin(), header_bytes), ec);
  if (ec == beast_http::error::body_limit) return fail(Failure::kBodyTooLarge);
  if (ec || !parser_->is_header_done()) return fail(Failure::kMalformed);
  layout_.body_begin = parsed_;
  return State::kComplete;
}

RequestReader::State RequestReader::read_sized_body() {
  std::size_t body = static_cast<std::size_t>(parser_->content_length().value_or(0));
  std::size_t whole = layout_.body_begin + body;
  if (buffer_.size() < whole) return need_more(whole);
  layout_.body_bytes = body;
  return complete(whole);
}

// The joined body grows behind the headers; what is not parsed yet follows it directly.
RequestReader::State RequestReader::read_chunked_body() {
  boost::beast::error_code ec;
  while (!parser_->is_done() && parsed_ < buffer_.size()) {
    std::size_t used = parser_->put(
        boost::asio::const_buffer(buffer_.begin() + parsed_, buffer_.size() - parsed_), ec);
    parsed_ += used;
    if (ec == beast_http::error::need_more) break;
    if (ec == beast_http::error::body_limit) return fail(Failure::kBodyTooLarge);
    if (ec) return fail(Failure::kMalformed);
  }
  if (parser_->is_done()) return complete(parsed_);

  std::size_t joined_end = layout_.body_begin + layout_.body_bytes;
  buffer_.erase(joined_end, parsed_ - joined_end);
  parsed_ = joined_end;
  if (buffer_.size() - parsed_ > kMaxChunkLineBytes) return fail(Failure::kMalformed);
  return need_more(buffer_.size() + 1);
}

// Grows the buffer towards the size that the request will have, but never far ahead of what came.
RequestReader::State RequestReader::need_more(std::size_t whole_request_bytes) {
  if (buffer_.size() < buffer_.capacity()) return State::kNeedMore;
  std::size_t ahead = std::max(buffer_.capacity() * 2, kGrowBytes);
  std::size_t wanted =
      std::clamp(whole_request_bytes, buffer_.capacity() + ReadBuffer::kFirstBytes, ahead);
  if (parser_ && parser_->chunked()) wanted = ahead;
  return buffer_.grow(wanted) ? State::kNeedMore : fail(Failure::kOverloaded);
}

RequestReader::State RequestReader::complete(std::size_t request_bytes) {
  if (request_bytes_ != 0) return State::kComplete;  // Said so before.
  request_bytes_ = request_bytes;
  auto text = [this](RequestLayout::Span span) {
    return std::string_view(buffer_.begin() + span.offset, span.size);
  };
  request_.method = text(layout_.method);
  std::string_view target = text(layout_.target);
  std::size_t mark = target.find('?');
  request_.path = target.substr(0, mark);
  request_.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  request_.headers.clear();
  for (const RequestLayout::Field& field : layout_.fields) {
    request_.headers.push_back({text(field.name), text(field.value)});
  }
  request_.body = {buffer_.begin() + layout_.body_begin, layout_.body_bytes};
  return State::kComplete;
}

}  // namespace magneto::http
