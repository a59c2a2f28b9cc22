// SPDX-License-Identifier: Apache-2.0
#include "transfer/amazon_export.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/md5.h"
#include "magneto/json.h"
#include "objects/compression.h"
#include "transfer/change_records.h"
#include "transfer/messages.h"

namespace magneto::internal::transfer {
namespace {

constexpr std::string_view kSummary = "manifest-summary.json";
constexpr std::string_view kFiles = "manifest-files.json";

std::string base64_md5(Md5& md5) {
  const Md5::Digest digest = md5.finish();
  return base64_of({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string text_at(const Item& object, const char* name) {
  const Value* value = object.find(name);
  const std::string* text = value ? value->get_if<std::string>() : nullptr;
  return text ? *text : std::string();
}

Result<ExportManifest::File> read_file_line(std::string_view line) {
  const Result<Item> object = item_from_plain_json(line);
  if (!object) return messages::bad_export(object.error().message());
  ExportManifest::File file;
  const std::string key = text_at(*object, "dataFileS3Key");
  const std::string name = key.substr(key.rfind('/') + 1);
  const Result<std::uint64_t> items = (*object)["itemCount"].as<std::uint64_t>();
  file.md5 = text_at(*object, "md5Checksum");
  if (name.empty() || !items || file.md5.empty()) {
    return messages::bad_export("itemCount, md5Checksum or dataFileS3Key is missing");
  }
  file.name = "data/" + name;
  file.items = *items;
  return file;
}

/// A manifest, compared with its .md5, which may be missing.
Result<std::string> read_checked(Files& files, std::string_view name) {
  Result<std::string> text = read_whole(files, std::string(name));
  if (!text) return text;
  const std::string stem(name.substr(0, name.rfind('.')));
  Result<std::string> expected = read_whole(files, stem + ".md5");
  if (!expected && expected.error().code() == ErrorCode::kAbsent) {
    expected = read_whole(files, stem + ".checksum");
  }
  if (!expected && expected.error().code() == ErrorCode::kAbsent) return text;
  if (!expected) return expected;
  while (!expected->empty() && expected->back() <= ' ') expected->pop_back();
  Md5 md5;
  md5.add(*text);
  if (base64_md5(md5) != *expected) {
    return messages::wrong_md5().in(files.shown(std::string(name)));
  }
  return text;
}

/// Of "s3://bucket/a/b" or "a/b": the folder that it is in.
std::string folder_above(const std::string& folder) {
  if (folder.starts_with("s3://")) return split_name(folder).folder;
  return folder + "/..";
}

/// All files of an export as one source.
class ExportRecords final : public RecordSource {
 public:
  ExportRecords(Files& files, const ExportManifest& manifest, std::vector<KeyAttribute> keys)
      : files_(files), manifest_(manifest), keys_(std::move(keys)) {}

  Result<ReadRecord> next() override {
    for (;;) {
      if (!current_) {
        if (index_ == manifest_.files.size()) return ReadRecord();
        if (Result<void> opened = open(); !opened) return std::move(opened).error();
      }
      Result<ReadRecord> record = current_->next();
      if (!record) return record.error().in(manifest_.files[index_].name);
      if (record->kind == ReadRecord::Kind::kEnd) {
        if (Result<void> ended = end(); !ended) return std::move(ended).error();
        continue;
      }
      ++in_file_;
      record->number = ++number_;
      if (!record->problem.empty()) {
        record->problem = manifest_.files[index_].name + ": " + record->problem;
      }
      return record;
    }
  }

 private:
  Result<void> open() {
    Result<std::unique_ptr<ByteSource>> bytes = files_.open(manifest_.files[index_].name);
    if (!bytes) return std::move(bytes).error();
    auto text = objects::decompressed(std::move(*bytes), objects::Compression::kGzip);
    current_ = manifest_.incremental
                   ? open_changes(std::move(text), manifest_.format)
                   : open_records(std::move(text), {.format = manifest_.format}, keys_);
    in_file_ = 0;
    return {};
  }

  Result<void> end() {
    current_.reset();
    const ExportManifest::File& file = manifest_.files[index_++];
    if (in_file_ == file.items) return {};
    return messages::wrong_count(in_file_, file.items).in(files_.shown(file.name));
  }

  Files& files_;
  const ExportManifest& manifest_;
  const std::vector<KeyAttribute> keys_;
  std::unique_ptr<RecordSource> current_;
  std::size_t index_ = 0;
  std::uint64_t in_file_ = 0;
  std::uint64_t number_ = 0;
};

Result<void> check_md5(Files& files, const ExportManifest::File& file, const Work& work) {
  Result<std::unique_ptr<ByteSource>> source = files.open(file.name);
  if (!source) return std::move(source).error();
  std::string buffer(std::size_t{256} << 10, '\0');
  Md5 md5;
  for (;;) {
    if (Result<void> good = work.go_on(); !good) return good;
    const internal::Result<std::size_t> read = (*source)->read(buffer.data(), buffer.size());
    if (!read.ok()) return file_error(read.error(), files.shown(file.name));
    if (*read == 0) break;
    md5.add(std::string_view(buffer).substr(0, *read));
  }
  if (base64_md5(md5) == file.md5) return {};
  return messages::wrong_md5().in(files.shown(file.name));
}

}  // namespace

Result<ExportManifest> read_export_manifest(std::string_view summary, std::string_view files) {
  const Result<Item> object = item_from_plain_json(summary);
  if (!object) return messages::bad_export(object.error().message());
  ExportManifest manifest;
  const std::string format = text_at(*object, "outputFormat");
  const Result<std::uint64_t> items = (*object)["itemCount"].as<std::uint64_t>();
  if (!items || (format != "DYNAMODB_JSON" && format != "ION")) {
    return messages::bad_export("itemCount is missing, or outputFormat is not known");
  }
  manifest.format = format == "ION" ? RecordFormat::kIon : RecordFormat::kDynamoJson;
  manifest.incremental = text_at(*object, "exportType") == "INCREMENTAL_EXPORT";
  manifest.items = *items;
  std::uint64_t counted = 0;
  while (!files.empty()) {
    const std::string_view line = files.substr(0, files.find('\n'));
    files.remove_prefix(std::min(line.size() + 1, files.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    Result<ExportManifest::File> file = read_file_line(line);
    if (!file) return std::move(file).error();
    counted += file->items;
    manifest.files.push_back(std::move(*file));
  }
  if (counted != manifest.items) return messages::wrong_count(counted, manifest.items);
  return manifest;
}

Result<AmazonExport> AmazonExport::open(const std::string& location, const S3Options& s3) {
  std::string folder = location;
  if (folder.ends_with(kSummary)) folder = split_name(location).folder;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  AmazonExport made;
  Result<std::unique_ptr<Files>> files = open_files(folder, s3);
  if (!files) return std::move(files).error();
  made.files_ = std::move(*files);
  Result<std::string> summary = read_checked(*made.files_, kSummary);
  if (!summary && summary.error().code() == ErrorCode::kAbsent) {
    return messages::no_export(made.files_->shown(std::string(kSummary)));
  }
  if (!summary) return std::move(summary).error();
  Result<std::string> lines = read_checked(*made.files_, kFiles);
  if (!lines) return std::move(lines).error();
  Result<ExportManifest> manifest = read_export_manifest(*summary, *lines);
  if (!manifest) return manifest.error().in(folder);
  made.manifest_ = std::move(*manifest);
  if (!made.manifest_.incremental) return made;
  files = open_files(folder_above(folder), s3);
  if (!files) return std::move(files).error();
  made.files_ = std::move(*files);
  return made;
}

Result<void> AmazonExport::check(const Work& work) const {
  for (const ExportManifest::File& file : manifest_.files) {
    if (Result<void> good = check_md5(*files_, file, work); !good) return good;
  }
  return {};
}

std::unique_ptr<RecordSource> AmazonExport::records(const std::vector<KeyAttribute>& keys) const {
  return std::make_unique<ExportRecords>(*files_, manifest_, keys);
}

}  // namespace magneto::internal::transfer
