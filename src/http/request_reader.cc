// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <algorithm>

#include "base/check.h"

namespace magneto::internal::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::string_view kHeaderEnd = "\r\n\r\n";
constexpr char kTlsHandshake = 0x16;
/// Steps by which the buffer grows while a body arrives: a client pays with bytes for memory.
constexpr std::size_t kGrowBytes = 64 * 1024;

/// RFC 9112 3.2.2: a target may be "http://authority/path?query". Leaves "/path?query" of it and gives
/// the authority; empty for other forms.
std::string_view take_authority(std::string_view& target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() ||
        !equals_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      continue;
    }
    std::size_t begin = scheme.size();
    std::size_t end = std::min(target.find_first_of("/?", begin), target.size());
    std::string_view authority = target.substr(begin, end - begin);
    target = end == target.size() ? "/" : target.substr(end);
    return authority;
  }
  return {};
}

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
  return chunks_ ? read_chunked_body() : read_sized_body();
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
  chunks_.reset();
  scanned_ = header_bytes_ = joined_bytes_ = undecoded_ = request_bytes_ = 0;
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
  // No method begins so: it is TLS, whose sender would wait for an answer that never comes.
  if (!bytes.empty() && bytes.front() == kTlsHandshake) return fail(Failure::kMalformed);
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
  header_bytes_ = parser_->put(boost::asio::const_buffer(buffer_.begin(), header_bytes), ec);
  if (ec == beast_http::error::body_limit) return fail(Failure::kBodyTooLarge);
  if (ec || !parser_->is_header_done()) return fail(Failure::kMalformed);
  // RFC 9112 3.2: exactly one Host; HTTP/1.0 may do without.
  if (layout_.hosts > 1) return fail(Failure::kManyHosts);
  if (layout_.hosts == 0 && !parser_->version_1_0) return fail(Failure::kNoHost);
  if (parser_->chunked()) {
    chunks_.emplace(limits_.body_bytes);
    undecoded_ = header_bytes_;
  }
  return State::kComplete;
}

RequestReader::State RequestReader::read_sized_body() {
  std::size_t body = static_cast<std::size_t>(parser_->content_length().value_or(0));
  std::size_t whole = header_bytes_ + body;
  if (buffer_.size() < whole) return need_more(whole);
  return complete(body, whole);
}

// The joined body grows behind the headers; what is not decoded yet comes directly behind it.
RequestReader::State RequestReader::read_chunked_body() {
  if (request_bytes_ != 0) return State::kComplete;  // Said so before.
  std::size_t joined_end = header_bytes_ + joined_bytes_;
  ChunkDecoder::Progress progress =
      chunks_->advance(buffer_.bytes().substr(undecoded_), buffer_.begin() + joined_end);
  joined_bytes_ += progress.joined;
  undecoded_ += progress.used;
  switch (progress.state) {
    case ChunkDecoder::State::kDone:
      return complete(joined_bytes_, undecoded_);
    case ChunkDecoder::State::kMalformed:
      return fail(Failure::kMalformed);
    case ChunkDecoder::State::kTooLarge:
      return fail(Failure::kBodyTooLarge);
    case ChunkDecoder::State::kNeedMore:
      break;
  }
  joined_end += progress.joined;
  buffer_.erase(joined_end, undecoded_ - joined_end);
  undecoded_ = joined_end;
  return need_more(buffer_.size() + kGrowBytes);
}

// Grows the buffer towards the size that the request will have, but never far ahead of what came.
RequestReader::State RequestReader::need_more(std::size_t whole_request_bytes) {
  if (buffer_.size() < buffer_.capacity()) return State::kNeedMore;
  std::size_t ahead = std::max(buffer_.capacity() * 2, kGrowBytes);
  std::size_t wanted =
      std::clamp(whole_request_bytes, buffer_.capacity() + ReadBuffer::kFirstBytes, ahead);
  return buffer_.grow(wanted) ? State::kNeedMore : fail(Failure::kOverloaded);
}

RequestReader::State RequestReader::complete(std::size_t body_bytes, std::size_t request_bytes) {
  request_bytes_ = request_bytes;
  fill_head();
  request_.body = {buffer_.begin() + header_bytes_, body_bytes};
  return State::kComplete;
}

const Request& RequestReader::head() {
  fill_head();
  request_.body = {};
  return request_;
}

void RequestReader::fill_head() {
  auto text = [this](RequestLayout::Span span) {
    return std::string_view(buffer_.begin() + span.offset, span.size);
  };
  request_.method = text(layout_.method);
  std::string_view target = text(layout_.target);
  request_.absolute_authority = take_authority(target);
  std::size_t mark = target.find('?');
  request_.path = mark == 0 ? "/" : target.substr(0, mark);
  request_.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  request_.headers.clear();
  for (const RequestLayout::Field& field : layout_.fields) {
    request_.headers.push_back({text(field.name), text(field.value)});
  }
}

}  // namespace magneto::internal::http
