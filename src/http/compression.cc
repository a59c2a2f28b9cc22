// SPDX-License-Identifier: Apache-2.0
#include "http/compression.h"

#include <zlib.h>

#include <algorithm>

#include "base/check.h"
#include "http/memory_budget.h"
#include "http/request.h"

namespace magneto::internal::http {
namespace {

constexpr std::size_t kFirstInflatedBytes = 16 * 1024;
constexpr int kMaxWindowBits = 15;
constexpr int kGzipFlag = 16;  // Added to the window bits: zlib's way to say gzip.

int window_bits(Coding coding) {
  return coding == Coding::kGzip ? kMaxWindowBits + kGzipFlag : kMaxWindowBits;
}

Bytef* input(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib does not write to it
}

/// Ends the zlib stream with its scope.
struct InflateStream : z_stream {
  explicit InflateStream(Coding coding) : z_stream{} {
    MAGNETO_CHECK(inflateInit2(this, window_bits(coding)) == Z_OK);
  }
  ~InflateStream() { inflateEnd(this); }
};

struct DeflateStream : z_stream {
  // Fastest level: the processor is busier than the network where this runs.
  explicit DeflateStream(Coding coding) : z_stream{} {
    MAGNETO_CHECK(deflateInit2(this, Z_BEST_SPEED, Z_DEFLATED, window_bits(coding), 8,
                               Z_DEFAULT_STRATEGY) == Z_OK);
  }
  ~DeflateStream() { deflateEnd(this); }
};

}  // namespace

InflatedBody::~InflatedBody() { budget_.give_back(paid_); }

bool InflatedBody::grow(std::size_t max_bytes) {
  std::size_t bytes =
      std::min(std::max(paid_ * 2, kFirstInflatedBytes), max_bytes + kBodyPadding + 1);
  if (!budget_.take(bytes - paid_)) return false;
  paid_ = bytes;
  memory_.resize(bytes);
  return true;
}

InflatedBody::Outcome InflatedBody::inflate(Coding coding, std::string_view body,
                                            std::size_t max_bytes) {
  InflateStream stream(coding);
  stream.next_in = input(body);
  stream.avail_in = static_cast<uInt>(body.size());
  for (;;) {
    if (memory_.size() < size_ + kBodyPadding + 1 && !grow(max_bytes)) return Outcome::kOverloaded;
    std::size_t room = memory_.size() - kBodyPadding - size_;
    stream.next_out = reinterpret_cast<Bytef*>(memory_.data() + size_);
    stream.avail_out = static_cast<uInt>(room);
    int result = ::inflate(&stream, Z_NO_FLUSH);
    size_ += room - stream.avail_out;
    if (size_ > max_bytes) return Outcome::kTooLarge;
    if (result == Z_STREAM_END) {
      if (stream.avail_in == 0) return Outcome::kOk;
      if (coding != Coding::kGzip || inflateReset(&stream) != Z_OK) return Outcome::kDamaged;
    } else if (result != Z_OK) {
      return Outcome::kDamaged;  // Z_BUF_ERROR too: the input ended before the stream.
    }
  }
}

void compress(Coding coding, std::string_view body, std::string& out) {
  DeflateStream stream(coding);
  out.resize(deflateBound(&stream, static_cast<uLong>(body.size())));
  stream.next_in = input(body);
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  MAGNETO_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
}

}  // namespace magneto::internal::http
