// SPDX-License-Identifier: Apache-2.0
#include "objects/directory_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/write_all.h"
#include "objects/object_path.h"

namespace magneto::internal::objects {
namespace {

namespace fs = std::filesystem;

// Where objects lie until they are finished. No bucket's name begins with a dot.
constexpr const char* kUnfinished = ".unfinished";

Error io_error(const fs::path& path, std::string_view why) {
  return Error(ErrorCode::kIo, path.string() + ": " + std::string(why));
}
Error io_error(const fs::path& path, int number) { return io_error(path, std::strerror(number)); }

// A file descriptor with an owner.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() { close(); }
  int get() const { return descriptor_; }
  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

 private:
  int descriptor_;
};

Result<void> sync_folder(const fs::path& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) return io_error(folder, errno);
  return {};
}

class FileSource : public ByteSource {
 public:
  FileSource(File file, fs::path path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<std::size_t> read(char* to, std::size_t room) override {
    while (true) {
      const ssize_t read = ::read(file_.get(), to, room);
      if (read >= 0) return static_cast<std::size_t>(read);
      if (errno != EINTR) return io_error(path_, errno);
    }
  }

 private:
  File file_;
  fs::path path_;
};

class FileWriter : public ObjectWriter {
 public:
  FileWriter(File file, fs::path unfinished, fs::path path)
      : file_(std::move(file)), unfinished_(std::move(unfinished)), path_(std::move(path)) {}
  ~FileWriter() override {
    std::error_code ignored;
    if (!finished_) fs::remove(unfinished_, ignored);
  }

  Result<void> write(std::string_view bytes) override {
    if (!write_all(file_.get(), bytes)) return io_error(path_, errno);
    return {};
  }

  Result<void> finish() override {
    if (::fsync(file_.get()) != 0) return io_error(path_, errno);
    file_.close();
    if (::rename(unfinished_.c_str(), path_.c_str()) != 0) return io_error(path_, errno);
    finished_ = true;
    return sync_folder(path_.parent_path());
  }

 private:
  File file_;
  const fs::path unfinished_;
  const fs::path path_;
  bool finished_ = false;
};

class DirectoryStore : public ObjectStore {
 public:
  explicit DirectoryStore(fs::path directory) : directory_(std::move(directory)) {}

  Result<bool> has_bucket(std::string_view bucket) override {
    return find_bucket(bucket).has_value();
  }
  Result<std::vector<ObjectInfo>> list(std::string_view bucket, std::string_view prefix) override;
  Result<std::unique_ptr<ByteSource>> open(std::string_view bucket, std::string_view key) override;
  Result<std::unique_ptr<ObjectWriter>> create(std::string_view bucket,
                                               std::string_view key) override;

 private:
  // The bucket's folder, without symbolic links.
  std::optional<fs::path> find_bucket(std::string_view bucket) const;

  const fs::path directory_;
  std::atomic<std::uint64_t> unfinished_{0};
};

// Whether `path` exists and, links followed, lies in `folder` (which has no links in it).
bool lies_in(const fs::path& path, const fs::path& folder) {
  std::error_code failed;
  const fs::path real = fs::canonical(path, failed);
  if (failed) return false;
  return std::mismatch(folder.begin(), folder.end(), real.begin(), real.end()).first ==
         folder.end();
}

std::optional<fs::path> DirectoryStore::find_bucket(std::string_view bucket) const {
  const bool is_name = !bucket.empty() && bucket.front() != '.' &&
                       bucket.find('/') == std::string_view::npos &&
                       bucket.find('\0') == std::string_view::npos;
  if (!is_name) return std::nullopt;
  std::error_code failed;
  const fs::path folder = fs::canonical(directory_ / bucket, failed);
  if (failed || !fs::is_directory(folder, failed)) return std::nullopt;
  return folder;
}

// Adds the files of `folder`, which has `path` in the bucket, whose keys begin with `prefix`.
Result<void> list_folder(const fs::path& bucket, const std::string& path, std::string_view prefix,
                         std::vector<ObjectInfo>& to) {
  std::error_code failed;
  fs::directory_iterator entries(bucket / path, failed);
  if (failed) return io_error(bucket / path, failed.message());
  for (; entries != fs::directory_iterator(); entries.increment(failed)) {
    if (failed) return io_error(bucket / path, failed.message());
    const fs::directory_entry& entry = *entries;
    if (entry.is_symlink(failed) && !lies_in(entry.path(), bucket)) continue;
    const std::string below = path + entry.path().filename().string();
    if (entry.is_directory(failed)) {
      // Links to folders are not followed: they could lead in circles.
      const std::string key = key_of_path(below) + "/";
      const std::size_t common = std::min(key.size(), prefix.size());
      const bool may_match = key.compare(0, common, prefix.substr(0, common)) == 0;
      if (entry.is_symlink(failed) || !may_match) continue;
      MAGNETO_RETURN_IF_ERROR(list_folder(bucket, below + "/", prefix, to));
    } else if (entry.is_regular_file(failed)) {
      std::string key = key_of_path(below);
      if (!key.starts_with(prefix)) continue;
      const std::uintmax_t bytes = entry.file_size(failed);
      if (!failed) to.push_back({std::move(key), bytes});
    }
  }
  return {};
}

Result<std::vector<ObjectInfo>> DirectoryStore::list(std::string_view bucket,
                                                     std::string_view prefix) {
  std::vector<ObjectInfo> found;
  const std::optional<fs::path> folder = find_bucket(bucket);
  if (!folder) return found;
  MAGNETO_RETURN_IF_ERROR(list_folder(*folder, "", prefix, found));
  std::ranges::sort(found, {}, &ObjectInfo::key);
  return found;
}

Result<std::unique_ptr<ByteSource>> DirectoryStore::open(std::string_view bucket,
                                                         std::string_view key) {
  const std::optional<fs::path> folder = find_bucket(bucket);
  const std::optional<std::string> below = path_of_key(key);
  if (!folder || !below) return io_error(directory_ / bucket, "no such object");
  fs::path path = *folder / *below;
  if (!lies_in(path, *folder)) return io_error(path, "no such object");
  File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return io_error(path, errno);
  return std::unique_ptr<ByteSource>(new FileSource(std::move(file), std::move(path)));
}

// Makes the folders of `below` in `bucket`, which must all lie in it.
Result<void> make_folders(const fs::path& bucket, const fs::path& below) {
  fs::path folder = bucket;
  for (const fs::path& part : below) {
    folder /= part;
    std::error_code failed;
    const bool made = fs::create_directory(folder, failed);
    if (failed) return io_error(folder, failed.message());
    if (!lies_in(folder, bucket)) return io_error(folder, "leads out of the bucket");
    if (made) MAGNETO_RETURN_IF_ERROR(sync_folder(folder.parent_path()));
  }
  return {};
}

Result<std::unique_ptr<ObjectWriter>> DirectoryStore::create(std::string_view bucket,
                                                             std::string_view key) {
  const std::optional<fs::path> folder = find_bucket(bucket);
  if (!folder) return io_error(directory_ / bucket, "no such bucket");
  const std::optional<std::string> below = path_of_key(key);
  if (!below) return io_error(*folder, "a part of the key is longer than a file name can be");
  MAGNETO_RETURN_IF_ERROR(make_folders(*folder, fs::path(*below).parent_path()));

  const fs::path unfinished = directory_ / kUnfinished;
  std::error_code failed;
  fs::create_directories(unfinished, failed);
  if (failed) return io_error(unfinished, failed.message());
  fs::path temporary =
      unfinished / (std::to_string(::getpid()) + "-" + std::to_string(unfinished_.fetch_add(1)));
  File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) return io_error(temporary, errno);
  return std::unique_ptr<ObjectWriter>(
      new FileWriter(std::move(file), std::move(temporary), *folder / *below));
}

}  // namespace

std::unique_ptr<ObjectStore> open_directory(std::filesystem::path directory) {
  return std::make_unique<DirectoryStore>(std::move(directory));
}

}  // namespace magneto::internal::objects
