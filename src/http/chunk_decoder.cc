// SPDX-License-Identifier: Apache-2.0
#include "http/chunk_decoder.h"

#include <algorithm>
#include <cstring>

namespace magneto::internal::http {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ChunkDecoder::Progress ChunkDecoder::advance(std::string_view input, char* to) {
  Progress progress{State::kNeedMore, 0, 0};
  while (progress.used < input.size() && progress.state == State::kNeedMore) {
    if (at_ != At::kData) {
      progress.state = read_byte(input[progress.used]);
      ++progress.used;
      continue;
    }
    std::size_t n = std::min(left_in_chunk_, input.size() - progress.used);
    std::memmove(to + progress.joined, input.data() + progress.used, n);
    progress.used += n;
    progress.joined += n;
    left_in_chunk_ -= n;
    if (left_in_chunk_ == 0) at_ = At::kDataReturn;
  }
  return progress;
}

ChunkDecoder::State ChunkDecoder::read_byte(char c) {
  switch (at_) {
    case At::kFirstDigit:
      left_in_chunk_ = passed_over_ = 0;
      return hex_value(c) >= 0 ? add_digit(c) : State::kMalformed;
    case At::kSize:
      if (hex_value(c) >= 0) return add_digit(c);
      if (c == '\r') return expect(c, '\r', At::kSizeEnd);
      at_ = At::kExtension;
      return c == ';' || c == ' ' || c == '\t' ? State::kNeedMore : State::kMalformed;
    case At::kExtension:
      return pass_over(c, At::kSizeEnd);
    case At::kSizeEnd:
      left_in_body_ -= left_in_chunk_;
      return expect(c, '\n', left_in_chunk_ > 0 ? At::kData : At::kTrailer);
    case At::kDataReturn:
      return expect(c, '\r', At::kDataEnd);
    case At::kDataEnd:
      return expect(c, '\n', At::kFirstDigit);
    case At::kTrailer:
      at_ = At::kTrailerLine;
      return c == '\r' ? expect(c, '\r', At::kEnd) : pass_over(c, At::kTrailerEnd);
    case At::kTrailerLine:
      return pass_over(c, At::kTrailerEnd);
    case At::kTrailerEnd:
      return expect(c, '\n', At::kTrailer);
    case At::kEnd:
      return c == '\n' ? State::kDone : State::kMalformed;
    case At::kData:
      break;  // advance() reads data.
  }
  return State::kMalformed;
}

ChunkDecoder::State ChunkDecoder::add_digit(char c) {
  at_ = At::kSize;
  left_in_chunk_ = left_in_chunk_ * 16 + static_cast<std::size_t>(hex_value(c));
  if (++passed_over_ > kMaxPassedOverBytes) return State::kMalformed;  // Zeros without end.
  return left_in_chunk_ <= left_in_body_ ? State::kNeedMore : State::kTooLarge;
}

ChunkDecoder::State ChunkDecoder::expect(char c, char expected, At next) {
  at_ = next;
  return c == expected ? State::kNeedMore : State::kMalformed;
}

ChunkDecoder::State ChunkDecoder::pass_over(char c, At end) {
  if (c == '\r') return expect(c, '\r', end);
  if (c == '\n' || c == '\0') return State::kMalformed;
  return ++passed_over_ <= kMaxPassedOverBytes ? State::kNeedMore : State::kMalformed;
}

}  // namespace magneto::internal::http
