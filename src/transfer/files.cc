// SPDX-License-Identifier: Apache-2.0
#include "transfer/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "s3/object_streams.h"
#include "transfer/local_file.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

namespace fs = std::filesystem;

internal::Error io_error() { return {internal::ErrorCode::kIo, std::strerror(errno)}; }

internal::Result<void> write_to(int file, std::string_view bytes) {
  if (!write_all(file, bytes)) return io_error();
  return {};
}

class LocalSource final : public ByteSource {
 public:
  explicit LocalSource(int file) : file_(file) {}
  ~LocalSource() override { ::close(file_); }

  internal::Result<std::size_t> read(char* to, std::size_t room) override {
    for (;;) {
      const ssize_t read = ::read(file_, to, room);
      if (read >= 0) return static_cast<std::size_t>(read);
      if (errno != EINTR) return io_error();
    }
  }

 private:
  const int file_;
};

class LocalWriter final : public ObjectWriter {
 public:
  LocalWriter(int file, fs::path path, fs::path unfinished)
      : file_(file), path_(std::move(path)), unfinished_(std::move(unfinished)) {}
  ~LocalWriter() override {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(unfinished_.c_str());
  }

  internal::Result<void> write(std::string_view bytes) override { return write_to(file_, bytes); }

  internal::Result<void> finish() override {
    if (::fsync(file_) != 0) return io_error();
    if (!move_into_place(unfinished_.string(), path_.string())) return io_error();
    ::close(std::exchange(file_, -1));
    return {};
  }

 private:
  int file_;
  const fs::path path_;
  const fs::path unfinished_;
};

/// A device or a named pipe takes the bytes as they come: it is not replaced by a file.
class DeviceWriter final : public ObjectWriter {
 public:
  explicit DeviceWriter(int file) : file_(file) {}
  ~DeviceWriter() override { ::close(file_); }

  internal::Result<void> write(std::string_view bytes) override { return write_to(file_, bytes); }
  internal::Result<void> finish() override { return {}; }

 private:
  const int file_;
};

class LocalFiles final : public Files {
 public:
  explicit LocalFiles(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::unique_ptr<ByteSource>> open(const std::string& name) override {
    const fs::path path = folder_ / name;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0 && !fs::is_directory(path)) {
      return std::unique_ptr<ByteSource>(std::make_unique<LocalSource>(file));
    }
    const int number = file >= 0 ? EISDIR : errno;
    if (file >= 0) ::close(file);
    if (number == ENOENT) return messages::no_file(shown(name));
    return messages::cannot_read(shown(name), std::strerror(number));
  }

  Result<std::unique_ptr<ObjectWriter>> create(const std::string& name) override {
    const fs::path path = folder_ / name;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (failed) return messages::cannot_write(shown(name), failed.message());
    if (fs::exists(path, failed) && !fs::is_regular_file(path, failed)) {
      const int device = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
      if (device < 0) return messages::cannot_write(shown(name), std::strerror(errno));
      return std::unique_ptr<ObjectWriter>(std::make_unique<DeviceWriter>(device));
    }
    fs::path unfinished = path;
    unfinished += ".unfinished";
    const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return messages::cannot_write(shown(name), std::strerror(errno));
    return std::unique_ptr<ObjectWriter>(
        std::make_unique<LocalWriter>(file, path, std::move(unfinished)));
  }

  Result<bool> has_bytes(const std::string& name) override {
    const fs::path path = folder_ / name;
    std::error_code failed;
    return fs::is_regular_file(path, failed) && fs::file_size(path, failed) > 0;
  }

  Result<void> remove(const std::string& name) override {
    if (::unlink((folder_ / name).c_str()) == 0 || errno == ENOENT) return {};
    return messages::cannot_write(shown(name), std::strerror(errno));
  }

  std::string shown(const std::string& name) const override { return (folder_ / name).string(); }

 private:
  const fs::path folder_;
};

class S3Files final : public Files {
 public:
  S3Files(std::shared_ptr<s3::BucketClient> client, s3::ObjectName folder)
      : client_(std::move(client)), folder_(std::move(folder)) {
    if (!folder_.key.empty() && !folder_.key.ends_with('/')) folder_.key += '/';
  }

  Result<std::unique_ptr<ByteSource>> open(const std::string& name) override {
    return s3::open_object(client_, folder_.bucket, folder_.key + name);
  }
  Result<std::unique_ptr<ObjectWriter>> create(const std::string& name) override {
    return s3::create_object(client_, folder_.bucket, folder_.key + name);
  }
  Result<bool> has_bytes(const std::string& name) override {
    const Result<std::optional<std::uint64_t>> bytes =
        client_->find(folder_.bucket, folder_.key + name);
    if (!bytes) return bytes.error();
    return bytes->value_or(0) > 0;
  }
  Result<void> remove(const std::string& name) override {
    return client_->remove(folder_.bucket, folder_.key + name);
  }
  std::string shown(const std::string& name) const override {
    return "s3://" + folder_.bucket + "/" + folder_.key + name;
  }

 private:
  const std::shared_ptr<s3::BucketClient> client_;
  s3::ObjectName folder_;
};

}  // namespace

Result<std::unique_ptr<Files>> open_files(const std::string& folder, const S3Options& options) {
  if (std::optional<s3::ObjectName> name = s3::read_object_name(folder)) {
    Result<std::shared_ptr<s3::BucketClient>> client = s3::BucketClient::make(options);
    if (!client) return std::move(client).error();
    return std::unique_ptr<Files>(std::make_unique<S3Files>(std::move(*client), std::move(*name)));
  }
  if (folder.empty() || folder.starts_with("s3:")) {
    return messages::cannot_write('"' + folder + '"', "it is no location");
  }
  return std::unique_ptr<Files>(std::make_unique<LocalFiles>(folder));
}

FileName split_name(const std::string& location) {
  const std::size_t slash = location.rfind('/');
  if (slash == std::string::npos) return {".", location};
  return {slash == 0 ? "/" : location.substr(0, slash), location.substr(slash + 1)};
}

Error read_error(const internal::Error& error) {
  const auto code = [&error] {
    switch (error.code()) {
      case internal::ErrorCode::kCorruption:
        return ErrorCode::kChecksum;
      case internal::ErrorCode::kServiceUnavailable:
        return ErrorCode::kConnectionLost;
      case internal::ErrorCode::kThrottling:
        return ErrorCode::kThrottling;
      case internal::ErrorCode::kResourceNotFound:
        return ErrorCode::kAbsent;
      case internal::ErrorCode::kExpiredToken:
        return ErrorCode::kExpiredToken;
      case internal::ErrorCode::kAccessDenied:
        return ErrorCode::kAccessDenied;
      default:
        return ErrorCode::kOther;
    }
  };
  return {code(), error.message()};
}

Error file_error(const internal::Error& error, const std::string& shown) {
  const bool named = error.message().starts_with(shown);  // S3's say of what they are
  return named ? read_error(error) : read_error(error).in(shown);
}

Result<std::string> read_whole(Files& files, const std::string& name) {
  Result<std::unique_ptr<ByteSource>> source = files.open(name);
  if (!source) return std::move(source).error();
  internal::Result<std::string> bytes = objects::read_all(**source);
  if (!bytes.ok()) return file_error(bytes.error(), files.shown(name));
  return std::move(*bytes);
}

Result<void> write_whole(Files& files, const std::string& name, std::string_view bytes) {
  Result<std::unique_ptr<ObjectWriter>> writer = files.create(name);
  if (!writer) return std::move(writer).error();
  internal::Result<void> done = (*writer)->write(bytes);
  if (done.ok()) done = (*writer)->finish();
  if (!done.ok()) return file_error(done.error(), files.shown(name));
  return {};
}

}  // namespace magneto::internal::transfer
