// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/table_file_system.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "storage/rocksdb/read_gate.h"

namespace magneto::internal::storage {
namespace {

using ::rocksdb::FSRandomAccessFile;
using ::rocksdb::FSRandomAccessFileOwnerWrapper;
using ::rocksdb::IODebugContext;
using ::rocksdb::IOOptions;
using ::rocksdb::IOStatus;
using ::rocksdb::Slice;

constexpr const char* kRefused = "the read would have waited for the disk";

IOStatus refuse() {
  ReadGate::note_refused();
  return IOStatus::IOError(kRefused);
}

IOStatus failed(const std::string& what, const std::string& path, int error) {
  ReadGate::note_failed();
  const std::string why = path + ": " + std::generic_category().message(error);
  return error == ENOENT ? IOStatus::PathNotFound(what, why) : IOStatus::IOError(what, why);
}

/// A file of the operating system.
class TableFile : public FSRandomAccessFile {
 public:
  TableFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  ~TableFile() override { ::close(descriptor_); }

  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions&, Slice* result,
                char* scratch, IODebugContext*) const override {
    *result = {};
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = read_some(scratch + done, size - done, offset + done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && !ReadGate::may_wait()) return refuse();
      if (got < 0) return failed("reading at " + std::to_string(offset + done), path_, errno);
      if (got == 0) break;  // the end of the file
      done += static_cast<std::size_t>(got);
    }
    *result = {scratch, done};
    return IOStatus::OK();
  }

  /// Only advice. Asking for it may itself wait for the file system's metadata.
  IOStatus Prefetch(std::uint64_t offset, std::size_t size, const IOOptions&,
                    IODebugContext*) override {
    if (ReadGate::may_wait()) ::readahead(descriptor_, static_cast<off64_t>(offset), size);
    return IOStatus::OK();
  }

  void Hint(AccessPattern pattern) override {
    const int advice = pattern == kRandom       ? POSIX_FADV_RANDOM
                       : pattern == kSequential ? POSIX_FADV_SEQUENTIAL
                                                : POSIX_FADV_NORMAL;
    ::posix_fadvise(descriptor_, 0, 0, advice);
  }

 private:
  ssize_t read_some(char* to, std::size_t size, std::uint64_t offset) const {
    const auto at = static_cast<off_t>(offset);
    if (ReadGate::may_wait()) return ::pread(descriptor_, to, size, at);
    const struct iovec buffer { to, size };
    return ::preadv2(descriptor_, &buffer, 1, at, RWF_NOWAIT);
  }

  const std::string path_;
  const int descriptor_;
};

/// A file of another file system, which knows nothing of waiting.
class ForeignFile : public FSRandomAccessFileOwnerWrapper {
 public:
  using FSRandomAccessFileOwnerWrapper::FSRandomAccessFileOwnerWrapper;

  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions& options, Slice* result,
                char* scratch, IODebugContext* debug) const override {
    if (!ReadGate::may_wait()) return refuse();
    const IOStatus status =
        FSRandomAccessFileOwnerWrapper::Read(offset, size, options, result, scratch, debug);
    if (!status.ok()) ReadGate::note_failed();
    return status;
  }
  IOStatus Prefetch(std::uint64_t, std::size_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
};

/// A table file that is missing is looked for under its name in old versions of LevelDB, too.
std::string name_to_tell(const std::string& path) {
  constexpr std::string_view kOld = ".ldb";
  return path.ends_with(kOld) ? path.substr(0, path.size() - kOld.size()) + ".sst" : path;
}

}  // namespace

IOStatus TableFileSystem::NewRandomAccessFile(const std::string& path,
                                              const ::rocksdb::FileOptions& options,
                                              std::unique_ptr<FSRandomAccessFile>* file,
                                              IODebugContext* debug) {
  file->reset();
  if (!ReadGate::may_wait()) return refuse();
  if (target() != ::rocksdb::FileSystem::Default().get()) {
    const IOStatus status = FileSystemWrapper::NewRandomAccessFile(path, options, file, debug);
    if (status.ok()) *file = std::make_unique<ForeignFile>(std::move(*file));
    if (!status.ok()) ReadGate::note_failed();
    return status;
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed("opening", name_to_tell(path), errno);
  *file = std::make_unique<TableFile>(path, descriptor);
  return IOStatus::OK();
}

}  // namespace magneto::internal::storage
