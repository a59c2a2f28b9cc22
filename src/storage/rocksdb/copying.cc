// SPDX-License-Identifier: Apache-2.0
//
// Copies of an open database, and the check of its files.
#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/utilities/checkpoint.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "storage/messages.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/status.h"
#include "storage/rocksdb/synced_marks.h"

namespace magneto::internal::storage {
namespace {

/// Keeps RocksDB from deleting files while it lives.
class FilesKept {
 public:
  explicit FilesKept(::rocksdb::DB& db) : db_(db), status_(db.DisableFileDeletions()) {}
  ~FilesKept() { db_.EnableFileDeletions(/*force=*/false).PermitUncheckedError(); }
  FilesKept(const FilesKept&) = delete;
  FilesKept& operator=(const FilesKept&) = delete;

  const ::rocksdb::Status& status() const { return status_; }

 private:
  ::rocksdb::DB& db_;
  const ::rocksdb::Status status_;
};

/// Nothing, or what is wrong with the table file.
std::optional<std::string> find_damage(const std::string& path) {
  ::rocksdb::SstFileReader reader((::rocksdb::Options()));
  ::rocksdb::Status status = reader.Open(path);
  if (status.ok()) status = reader.VerifyChecksum();
  if (status.ok()) return std::nullopt;
  const std::string text = status.ToString();
  return text.find(path) == std::string::npos ? path + ": " + text : text;
}

}  // namespace

Result<void> Database::copy_to(const std::string& directory) {
  if (!directory_) return memory_cannot_be_copied();
  if (struct stat info{}; ::stat(directory.c_str(), &info) == 0) {
    return Error(ErrorCode::kInvalidArgument, directory + " is there already");
  }
  ::rocksdb::Checkpoint* made = nullptr;
  ::rocksdb::Status status = ::rocksdb::Checkpoint::Create(db_.get(), &made);
  const std::unique_ptr<::rocksdb::Checkpoint> checkpoint(made);
  if (status.ok()) status = checkpoint->CreateCheckpoint(directory);
  if (!status.ok()) return to_error(status, "copying to " + directory);
  // Until it has its FORMAT nobody takes it for a database.
  MAGNETO_RETURN_IF_ERROR(SyncedMarks::mark_whole_files(directory));
  return DataDirectory::finish_copy(directory);
}

Result<std::vector<std::string>> Database::verify(
    FunctionRef<bool(const VerifyProgress&)> progress) {
  std::vector<std::string> damages;
  if (!directory_) return damages;
  const FilesKept kept(*db_);
  if (!kept.status().ok()) return to_error(kept.status(), "keeping files");
  std::vector<::rocksdb::LiveFileMetaData> files;
  db_->GetLiveFilesMetaData(&files);
  VerifyProgress state{{}, 0, 0};
  for (const auto& file : files) state.total_bytes += file.size;
  for (const auto& file : files) {
    const std::string path = directory_->path() + "/" + file.relative_filename;
    state.file = path;
    if (!progress(state)) return damages;
    if (auto damage = find_damage(path)) damages.push_back(std::move(*damage));
    state.done_bytes += file.size;
  }
  if (Result<void> rest = marks_->check_files(); !rest.ok()) {
    damages.push_back(rest.error().message());
  }
  return damages;
}

}  // namespace magneto::internal::storage
