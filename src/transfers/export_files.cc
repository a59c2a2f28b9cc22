// SPDX-License-Identifier: Apache-2.0
#include "transfers/export_files.h"

#include <utility>

#include "base/base64.h"
#include "formats/record_writer.h"
#include "json/json_writer.h"
#include "operations/core/timestamp.h"
#include "transfers/export_place.h"

namespace magneto::internal::transfers {
namespace {

std::string_view text_of(const Md5::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

// 26 letters and digits, as the service's data files are named.
std::string base32(std::string_view bytes) {
  constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  std::uint32_t left = 0;
  int bits = 0;
  for (const char c : bytes) {
    left = (left << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) text += kDigits[(left >> (bits - 5)) & 31];
  }
  if (bits > 0) text += kDigits[(left << (5 - bits)) & 31];
  return text;
}

}  // namespace

struct ExportFiles::File {
  std::string key;
  std::unique_ptr<objects::ObjectWriter> writer;
  objects::GzipWriter gzip;
  Md5 md5;
  std::string compressed;  // Not yet written.
  std::int64_t items = 0;
  Md5::Digest digest{};

  Result<void> write_compressed() {
    md5.add(compressed);
    MAGNETO_RETURN_IF_ERROR(writer->write(compressed));
    compressed.clear();
    return {};
  }
};

ExportFiles::ExportFiles(objects::ObjectStore& store, const model::ExportDescription& description,
                         std::string_view id, std::uint32_t partitions)
    : store_(store),
      description_(description),
      id_(id),
      folder_(output_folder(description.s3_prefix, id)),
      incremental_(description.export_type == model::ExportType::kIncrementalExport) {
  for (std::uint32_t i = 0; i < partitions; ++i) files_.push_back(std::make_unique<File>());
}

ExportFiles::~ExportFiles() = default;

Result<void> ExportFiles::start() {
  MAGNETO_RETURN_IF_ERROR(
      objects::put_object(store_, *description_.s3_bucket, folder_ + "_started", {}));
  for (std::uint32_t i = 0; i < files_.size(); ++i) MAGNETO_RETURN_IF_ERROR(open(*files_[i], i));
  return {};
}

Result<void> ExportFiles::open(File& file, std::uint32_t partition) {
  md5_.add(id_);
  md5_.add("/" + std::to_string(partition));
  const auto format = description_.export_format == model::ExportFormat::kIon
                          ? formats::ExportFormat::kIon
                          : formats::ExportFormat::kJson;
  // Incremental exports share a folder for their data.
  const std::string folder =
      incremental_ ? folder_.substr(0, folder_.size() - id_.size() - 1) : folder_;
  file.key = folder + "data/" + base32(text_of(md5_.finish())) + "." +
             std::string(formats::file_ending(format)) + ".gz";
  MAGNETO_ASSIGN_OR_RETURN(file.writer, store_.create(*description_.s3_bucket, file.key));
  return {};
}

Result<void> ExportFiles::write(std::uint32_t partition, std::string_view records,
                                std::int64_t items) {
  constexpr std::size_t kWriteBytes = 256 * 1024;
  File& file = *files_[partition];
  file.gzip.write(records, file.compressed);
  file.items += items;
  if (file.compressed.size() < kWriteBytes) return {};
  return file.write_compressed();
}

std::int64_t ExportFiles::items() const {
  std::int64_t items = 0;
  for (const auto& file : files_) items += file->items;
  return items;
}

Result<void> ExportFiles::put_with_md5(std::string_view name, std::string_view bytes) {
  md5_.add(bytes);
  const std::string digest = base64_of(text_of(md5_.finish()));
  const std::string key = folder_ + std::string(name);
  MAGNETO_RETURN_IF_ERROR(
      objects::put_object(store_, *description_.s3_bucket, key + ".json", bytes));
  return objects::put_object(store_, *description_.s3_bucket, key + ".md5", digest);
}

std::string ExportFiles::files_manifest() const {
  std::string manifest;
  for (const auto& file : files_) {
    const std::string_view digest = text_of(file->digest);
    Md5 of_parts;
    of_parts.add(digest);
    json::JsonWriter line;
    line.begin_object();
    line.plain_key("itemCount");
    line.integer(file->items);
    line.plain_key("md5Checksum");
    line.string(base64_of(digest));
    line.plain_key("etag");  // As of an object that was uploaded in one part.
    line.string(hexadecimal(text_of(of_parts.finish())) + "-1");
    line.plain_key("dataFileS3Key");
    line.string(file->key);
    line.end_object();
    manifest += line.text();
    manifest += '\n';
  }
  return manifest;
}

std::string ExportFiles::summary(std::int64_t billed_bytes, std::int64_t end_ms) const {
  const auto time = [](const std::optional<double>& seconds) {
    return iso_time(operations::to_ms(seconds.value_or(0)));
  };
  json::JsonWriter out;
  const auto member = [&out](std::string_view name, const std::optional<std::string_view>& value) {
    out.plain_key(name);
    if (value) {
      out.string(*value);
    } else {
      out.null();
    }
  };
  const auto word = [&member](std::string_view name, const auto& value) {
    member(name, value ? std::optional(value->text()) : std::nullopt);
  };
  out.begin_object();
  member("version", incremental_ ? "2023-08-01" : "2020-06-30");
  member("exportArn", description_.export_arn);
  member("startTime", time(description_.start_time));
  member("endTime", iso_time(end_ms));
  member("tableArn", description_.table_arn);
  member("tableId", description_.table_id);
  if (incremental_) {
    const auto& period = *description_.incremental_export_specification;
    member("exportFromTime", time(period.export_from_time));
    member("exportToTime", time(period.export_to_time));
  } else {
    member("exportTime", time(description_.export_time));
  }
  member("s3Bucket", description_.s3_bucket);
  member("s3Prefix", description_.s3_prefix);
  word("s3SseAlgorithm", description_.s3_sse_algorithm);
  member("s3SseKmsKeyId", description_.s3_sse_kms_key_id);
  member("manifestFilesS3Key", folder_ + "manifest-files.json");
  out.plain_key("billedSizeBytes");
  out.integer(billed_bytes);
  out.plain_key("itemCount");
  out.integer(items());
  word("outputFormat", description_.export_format);
  if (incremental_) {
    word("outputView", description_.incremental_export_specification->export_view_type);
    word("exportType", description_.export_type);
  }
  out.end_object();
  return std::string(out.text());
}

Result<std::string> ExportFiles::finish(std::int64_t billed_bytes, std::int64_t end_ms) {
  for (const auto& file : files_) {
    file->gzip.finish(file->compressed);
    MAGNETO_RETURN_IF_ERROR(file->write_compressed());
    MAGNETO_RETURN_IF_ERROR(file->writer->finish());
    file->digest = file->md5.finish();
  }
  MAGNETO_RETURN_IF_ERROR(put_with_md5("manifest-files", files_manifest()));
  MAGNETO_RETURN_IF_ERROR(put_with_md5("manifest-summary", summary(billed_bytes, end_ms)));
  return folder_ + "manifest-summary.json";
}

}  // namespace magneto::internal::transfers
