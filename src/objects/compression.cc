// SPDX-License-Identifier: Apache-2.0
#include "objects/compression.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace magneto::internal::objects {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr int kGzipWindowBits = 15 + 16;

Error damaged(std::string_view what) { return Error(ErrorCode::kCorruption, std::string(what)); }

// Compressed bytes, a buffer of them at a time.
class Input {
 public:
  explicit Input(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// Fills the buffer when all of it was used. Afterwards rest() is empty at the end only.
  Result<void> fill() {
    if (!rest_.empty() || ended_) return {};
    MAGNETO_ASSIGN_OR_RETURN(const std::size_t read, source_->read(buffer_.data(), buffer_.size()));
    rest_ = {buffer_.data(), read};
    ended_ = read == 0;
    return {};
  }
  std::string_view rest() const { return rest_; }
  void use(std::size_t bytes) { rest_.remove_prefix(bytes); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::array<char, kBufferBytes> buffer_;
  std::string_view rest_;
  bool ended_ = false;
};

class GzipSource : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<ByteSource> source) : input_(std::move(source)) {
    MAGNETO_CHECK(inflateInit2(&stream_, kGzipWindowBits) == Z_OK);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  Result<std::size_t> read(char* to, std::size_t room) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min(room, kBufferBytes));
    const uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      MAGNETO_RETURN_IF_ERROR(input_.fill());
      const std::string_view rest = input_.rest();
      if (rest.empty()) {
        if (within_member_) return damaged("the gzip object ends too early");
        return std::size_t{0};
      }
      MAGNETO_RETURN_IF_ERROR(inflate_some(rest));
    }
    return std::size_t{wanted - stream_.avail_out};
  }

 private:
  Result<void> inflate_some(std::string_view rest) {
    if (!within_member_) inflateReset(&stream_);
    within_member_ = true;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
    stream_.avail_in = static_cast<uInt>(rest.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    input_.use(rest.size() - stream_.avail_in);
    if (code == Z_STREAM_END) {
      within_member_ = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return damaged("the object is not in gzip form");
    }
    return {};
  }

  Input input_;
  z_stream stream_{};
  bool within_member_ = false;
};

class ZstdSource : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<ByteSource> source)
      : input_(std::move(source)), context_(ZSTD_createDCtx()) {
    MAGNETO_CHECK(context_ != nullptr);
  }
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;
  ~ZstdSource() override { ZSTD_freeDCtx(context_); }

  Result<std::size_t> read(char* to, std::size_t room) override {
    ZSTD_outBuffer out{to, room, 0};
    while (out.pos == 0) {
      MAGNETO_RETURN_IF_ERROR(input_.fill());
      const std::string_view rest = input_.rest();
      if (rest.empty() && !flushing_) {
        if (within_frame_) return damaged("the Zstandard object ends too early");
        return std::size_t{0};
      }
      ZSTD_inBuffer in{rest.data(), rest.size(), 0};
      const std::size_t code = ZSTD_decompressStream(context_, &out, &in);
      if (ZSTD_isError(code) != 0) return damaged("the object is not in Zstandard form");
      input_.use(in.pos);
      within_frame_ = code != 0;
      flushing_ = within_frame_ && out.pos == out.size;
    }
    return out.pos;
  }

 private:
  Input input_;
  ZSTD_DCtx* context_;
  bool within_frame_ = false;
  bool flushing_ = false;  // More may come without more input.
};

}  // namespace

std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> source,
                                         Compression compression) {
  switch (compression) {
    case Compression::kNone:
      break;
    case Compression::kGzip:
      return std::make_unique<GzipSource>(std::move(source));
    case Compression::kZstd:
      return std::make_unique<ZstdSource>(std::move(source));
  }
  return source;
}

struct GzipWriter::Rep {
  z_stream stream{};

  void run(std::string_view bytes, int flush, std::string& to) {
    std::array<char, kBufferBytes> buffer;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    int code = Z_OK;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      code = deflate(&stream, flush);
      MAGNETO_CHECK(code != Z_STREAM_ERROR);
      to.append(buffer.data(), buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
};

GzipWriter::GzipWriter() : rep_(std::make_unique<Rep>()) {
  constexpr int kMemoryLevel = 8;
  MAGNETO_CHECK(deflateInit2(&rep_->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindowBits,
                             kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
}

GzipWriter::~GzipWriter() { deflateEnd(&rep_->stream); }

void GzipWriter::write(std::string_view bytes, std::string& to) {
  rep_->run(bytes, Z_NO_FLUSH, to);
}

void GzipWriter::finish(std::string& to) { rep_->run({}, Z_FINISH, to); }

struct ZstdWriter::Rep {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ~Rep() { ZSTD_freeCCtx(context); }

  void run(std::string_view bytes, ZSTD_EndDirective directive, std::string& to) {
    std::array<char, kBufferBytes> buffer;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (;;) {
      ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
      const std::size_t left = ZSTD_compressStream2(context, &out, &in, directive);
      MAGNETO_CHECK(ZSTD_isError(left) == 0);
      to.append(buffer.data(), out.pos);
      const bool done = directive == ZSTD_e_end ? left == 0 : in.pos == in.size;
      if (done) return;
    }
  }
};

ZstdWriter::ZstdWriter(int level) : rep_(std::make_unique<Rep>()) {
  MAGNETO_CHECK(rep_->context != nullptr);
  ZSTD_CCtx_setParameter(rep_->context, ZSTD_c_compressionLevel, std::clamp(level, 1, 19));
  ZSTD_CCtx_setParameter(rep_->context, ZSTD_c_checksumFlag, 1);
}

ZstdWriter::~ZstdWriter() = default;

void ZstdWriter::write(std::string_view bytes, std::string& to) {
  rep_->run(bytes, ZSTD_e_continue, to);
}

void ZstdWriter::finish(std::string& to) { rep_->run({}, ZSTD_e_end, to); }

}  // namespace magneto::internal::objects
