// SPDX-License-Identifier: Apache-2.0
#include "transfer/streams.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "transfer/local_file.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

constexpr std::string_view kGzip = ".gz";
constexpr std::string_view kZstd = ".zst";

class StandardInput final : public ByteSource {
 public:
  internal::Result<std::size_t> read(char* to, std::size_t room) override {
    for (;;) {
      const ssize_t read = ::read(STDIN_FILENO, to, room);
      if (read >= 0) return static_cast<std::size_t>(read);
      if (errno != EINTR) {
        return internal::Error(internal::ErrorCode::kIo, std::strerror(errno));
      }
    }
  }
};

class StandardOutput final : public ObjectWriter {
 public:
  internal::Result<void> write(std::string_view bytes) override {
    if (write_all(STDOUT_FILENO, bytes)) return {};
    return internal::Error(internal::ErrorCode::kIo, std::strerror(errno));
  }
  internal::Result<void> finish() override { return {}; }
};

class FileOutput final : public Output {
 public:
  /// `files` is what `writer` writes to; null for standard output.
  FileOutput(std::unique_ptr<Files> files, std::unique_ptr<ObjectWriter> writer,
             objects::Compression compression, std::string shown)
      : files_(std::move(files)), writer_(std::move(writer)), shown_(std::move(shown)) {
    if (compression == objects::Compression::kGzip) gzip_.emplace();
    if (compression == objects::Compression::kZstd) zstd_.emplace();
  }

  Result<void> write(std::string_view bytes) override {
    if (!gzip_ && !zstd_) return send(bytes);
    if (gzip_) gzip_->write(bytes, packed_);
    if (zstd_) zstd_->write(bytes, packed_);
    return send(std::exchange(packed_, {}));
  }

  Result<void> finish() override {
    if (gzip_) gzip_->finish(packed_);
    if (zstd_) zstd_->finish(packed_);
    if (Result<void> sent = send(std::exchange(packed_, {})); !sent) return sent;
    const internal::Result<void> finished = writer_->finish();
    if (!finished.ok()) return file_error(finished.error(), shown_);
    return {};
  }

  std::uint64_t bytes() const override { return bytes_; }

 private:
  Result<void> send(std::string_view bytes) {
    bytes_ += bytes.size();
    const internal::Result<void> written = writer_->write(bytes);
    if (!written.ok()) return file_error(written.error(), shown_);
    return {};
  }

  const std::unique_ptr<Files> files_;
  const std::unique_ptr<ObjectWriter> writer_;
  const std::string shown_;
  std::optional<objects::GzipWriter> gzip_;
  std::optional<objects::ZstdWriter> zstd_;
  std::string packed_;
  std::uint64_t bytes_ = 0;
};

/// Keeps the folder that it is read from.
class FileInput final : public ByteSource {
 public:
  FileInput(std::unique_ptr<Files> files, std::unique_ptr<ByteSource> source)
      : files_(std::move(files)), source_(std::move(source)) {}
  internal::Result<std::size_t> read(char* to, std::size_t room) override {
    return source_->read(to, room);
  }

 private:
  const std::unique_ptr<Files> files_;
  const std::unique_ptr<ByteSource> source_;
};

}  // namespace

objects::Compression compression_of(const std::string& location) {
  if (location.ends_with(kGzip)) return objects::Compression::kGzip;
  return location.ends_with(kZstd) ? objects::Compression::kZstd : objects::Compression::kNone;
}

std::string without_compression(const std::string& location) {
  if (location.ends_with(kGzip)) return location.substr(0, location.size() - kGzip.size());
  if (location.ends_with(kZstd)) return location.substr(0, location.size() - kZstd.size());
  return location;
}

Result<bool> is_taken(const std::string& location, const S3Options& s3) {
  if (location == "-") return false;
  const FileName file = split_name(location);
  const Result<std::unique_ptr<Files>> files = open_files(file.folder, s3);
  if (!files) return files.error();
  return (*files)->has_bytes(file.name);
}

Result<std::unique_ptr<ByteSource>> open_input(const std::string& location, const S3Options& s3) {
  if (location == "-") return std::unique_ptr<ByteSource>(std::make_unique<StandardInput>());
  const FileName file = split_name(location);
  Result<std::unique_ptr<Files>> files = open_files(file.folder, s3);
  if (!files) return std::move(files).error();
  Result<std::unique_ptr<ByteSource>> source = (*files)->open(file.name);
  if (!source) return std::move(source).error();
  return objects::decompressed(std::make_unique<FileInput>(std::move(*files), std::move(*source)),
                               compression_of(location));
}

Result<std::unique_ptr<Output>> Output::open(const std::string& location, const S3Options& s3) {
  if (location == "-") {
    return std::unique_ptr<Output>(
        std::make_unique<FileOutput>(nullptr, std::make_unique<StandardOutput>(),
                                     objects::Compression::kNone, "standard output"));
  }
  const FileName file = split_name(location);
  Result<std::unique_ptr<Files>> files = open_files(file.folder, s3);
  if (!files) return std::move(files).error();
  Result<std::unique_ptr<ObjectWriter>> writer = (*files)->create(file.name);
  if (!writer) return std::move(writer).error();
  std::string shown = (*files)->shown(file.name);
  return std::unique_ptr<Output>(std::make_unique<FileOutput>(
      std::move(*files), std::move(*writer), compression_of(location), std::move(shown)));
}

}  // namespace magneto::internal::transfer
