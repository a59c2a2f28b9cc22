// SPDX-License-Identifier: Apache-2.0
#include "transport/answer_reader.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/crc32.h"
#include "http/compression.h"
#include "http/memory_budget.h"

namespace magneto::internal::transport {
namespace {

constexpr std::size_t kFirstBytes = 4 * 1024;
constexpr std::string_view kVersion = "HTTP/1.";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// REQUIRES: `lower_name` in lower case.
bool is_named(std::string_view text, std::string_view lower_name) {
  return text.size() == lower_name.size() &&
         std::equal(text.begin(), text.end(), lower_name.begin(),
                    [](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

template <class T>
bool read_number(std::string_view text, T& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

/// Whether the comma-separated list has the token.
bool has_token(std::string_view list, std::string_view lower_token) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (is_named(trimmed(list.substr(0, comma)), lower_token)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

void AnswerReader::start(std::size_t max_body, bool head_only, bool secret, bool decode) {
  *this = AnswerReader();
  secret_ = secret;
  max_body_ = max_body;
  head_only_ = head_only;
  decode_ = decode;
}

Answer::Bytes AnswerReader::buffer(std::size_t bytes) const {
  return Answer::Bytes(new char[bytes], magneto::detail::FreeBytes{secret_ ? bytes : 0});
}

void AnswerReader::resize(std::size_t capacity) {
  Answer::Bytes larger = buffer(capacity + Answer::kPadding);
  if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = capacity;
}

std::span<char> AnswerReader::room() {
  if (size_ == capacity_) resize(std::max(kFirstBytes, 2 * capacity_));
  return {bytes_.get() + size_, capacity_ - size_};
}

AnswerReader::State AnswerReader::commit(std::size_t bytes) {
  const std::size_t from = size_;
  size_ += bytes;
  return state_ = state_ == State::kHead ? read_head() : read_body(from);
}

AnswerReader::State AnswerReader::end() {
  if (state_ == State::kBody && body_ == Body::kUntilEnd) {
    layout_.body_size = size_ - layout_.body;
    state_ = State::kDone;
  } else if (state_ != State::kDone) {
    state_ = State::kMalformed;
  }
  return state_;
}

AnswerReader::State AnswerReader::read_head() {
  for (;;) {
    const std::string_view all(bytes_.get(), size_);
    const std::size_t end = all.find("\r\n\r\n", searched_ > 3 ? searched_ - 3 : 0);
    if (end == std::string_view::npos) {
      searched_ = size_;
      if (!kVersion.starts_with(all.substr(0, kVersion.size()))) return State::kMalformed;
      return size_ > kMaxHeadBytes ? State::kTooLarge : State::kHead;
    }
    const std::size_t line_end = all.find("\r\n");
    if (!take_status_line(all.substr(0, line_end))) return State::kMalformed;
    layout_.head = line_end + 2;
    layout_.head_size = end + 2 - std::min(layout_.head, end + 2);
    std::string_view rest = all.substr(layout_.head, layout_.head_size);
    while (!rest.empty()) {
      const std::size_t next = rest.find("\r\n");
      if (!take_header(rest.substr(0, next))) return State::kMalformed;
      rest.remove_prefix(next + 2);
    }
    if (status_ >= 200 || status_ == 101) return begin_body(end + 4);
    // 100 Continue and the like: the answer follows.
    interim_bytes_ += end + 4;
    if (interim_bytes_ > kMaxHeadBytes) return State::kTooLarge;
    std::memmove(bytes_.get(), bytes_.get() + end + 4, size_ - end - 4);
    size_ -= end + 4;
    searched_ = 0;
  }
}

bool AnswerReader::take_status_line(std::string_view line) {
  if (!line.starts_with(kVersion) || line.size() < 12 || line[8] != ' ') return false;
  keep_alive_ = line[7] != '0';
  return read_number(line.substr(9, 3), status_) && status_ >= 100;
}

bool AnswerReader::take_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  switch (name.size()) {
    case 10:
      if (is_named(name, "connection")) {
        if (has_token(value, "close")) keep_alive_ = false;
        if (has_token(value, "keep-alive")) keep_alive_ = true;
      }
      return true;
    case 11:
      if (is_named(name, "x-amz-crc32")) {
        std::uint32_t crc = 0;
        if (read_number(value, crc)) crc32_ = crc;
      }
      return true;
    case 14:
      if (is_named(name, "content-length")) {
        std::size_t length = 0;
        if (!read_number(value, length) || (length_ && *length_ != length)) return false;
        length_ = length;
      }
      return true;
    case 16:
      if (is_named(name, "content-encoding")) gzip_ = decode_ && has_token(value, "gzip");
      return true;
    case 17:
      if (is_named(name, "transfer-encoding")) chunked_ |= has_token(value, "chunked");
      return true;
    default:
      return true;
  }
}

AnswerReader::State AnswerReader::begin_body(std::size_t head_end) {
  layout_.body = head_end;
  if (head_only_ || status_ == 204 || status_ == 304) {
    if (size_ > head_end) keep_alive_ = false;
    return State::kDone;
  }
  if (chunked_) {
    body_ = Body::kChunked;
    chunks_.emplace(max_body_);
    layout_.body_size = 0;
    return read_body(head_end);
  }
  if (!length_) {
    body_ = Body::kUntilEnd;
    keep_alive_ = false;
    return State::kBody;
  }
  if (*length_ > max_body_) return State::kTooLarge;
  body_ = Body::kLength;
  layout_.body_size = *length_;
  if (head_end + *length_ > capacity_) resize(head_end + *length_);
  return read_body(head_end);
}

AnswerReader::State AnswerReader::read_body(std::size_t from) {
  switch (body_) {
    case Body::kLength:
      if (size_ < layout_.body + layout_.body_size) return State::kBody;
      if (size_ > layout_.body + layout_.body_size) keep_alive_ = false;
      return State::kDone;
    case Body::kUntilEnd:
      return size_ - layout_.body > max_body_ ? State::kTooLarge : State::kBody;
    case Body::kChunked: {
      char* const to = bytes_.get() + layout_.body + layout_.body_size;
      const auto progress = chunks_->advance({bytes_.get() + from, size_ - from}, to);
      layout_.body_size += progress.joined;
      if (progress.state == http::ChunkDecoder::State::kNeedMore) {
        size_ = layout_.body + layout_.body_size;
        return State::kBody;
      }
      if (progress.state == http::ChunkDecoder::State::kTooLarge) return State::kTooLarge;
      if (progress.state != http::ChunkDecoder::State::kDone) return State::kMalformed;
      if (from + progress.used < size_) keep_alive_ = false;
      return State::kDone;
    }
    case Body::kNone:
      break;
  }
  return State::kMalformed;
}

bool AnswerReader::is_tls() const {
  // A record of TLS 1.x: an alert or a handshake.
  return size_ >= 2 && (bytes_[0] == 0x15 || bytes_[0] == 0x16) && bytes_[1] == 0x03;
}

magneto::Result<Answer> AnswerReader::take() {
  const std::string_view body(bytes_.get() + layout_.body, layout_.body_size);
  if (crc32_ && crc32(body) != *crc32_) {
    return magneto::Error(magneto::ErrorCode::kChecksum,
                          "the answer's bytes do not have the checksum in x-amz-crc32");
  }
  if (gzip_ && !body.empty()) return inflated();
  return Answer(status_, std::move(bytes_), layout_);
}

magneto::Result<Answer> AnswerReader::inflated() const {
  http::MemoryBudget budget(2 * max_body_ + kFirstBytes);
  http::InflatedBody body(budget);
  const std::string_view packed(bytes_.get() + layout_.body, layout_.body_size);
  if (body.inflate(http::Coding::kGzip, packed, max_body_) != http::InflatedBody::Outcome::kOk) {
    return magneto::Error(magneto::ErrorCode::kBadAnswer, "the answer's gzip is damaged");
  }
  const std::string_view text = body.text();
  const Answer::Layout layout{.head = 0,
                              .head_size = layout_.head_size,
                              .body = layout_.head_size,
                              .body_size = text.size()};
  Answer::Bytes bytes = buffer(layout_.head_size + text.size() + Answer::kPadding);
  std::memcpy(bytes.get(), bytes_.get() + layout_.head, layout_.head_size);
  if (!text.empty()) std::memcpy(bytes.get() + layout.body, text.data(), text.size());
  return Answer(status_, std::move(bytes), layout);
}

}  // namespace magneto::internal::transport
