// SPDX-License-Identifier: Apache-2.0
#include "transfers/object_input.h"

namespace magneto::internal::transfers {

formats::Format read_format(std::string_view format) {
  if (format == "CSV") return formats::Format::kCsv;
  return format == "ION" ? formats::Format::kIon : formats::Format::kJson;
}

objects::Compression read_compression(
    const std::optional<model::Enum<model::InputCompressionType>>& compression) {
  if (compression == model::InputCompressionType::kGzip) return objects::Compression::kGzip;
  return compression == model::InputCompressionType::kZstd ? objects::Compression::kZstd
                                                           : objects::Compression::kNone;
}

Result<std::unique_ptr<formats::RecordReader>> open_input(
    objects::ObjectStore& store, std::string_view bucket, std::string_view key,
    formats::Format format, objects::Compression compression, const formats::CsvOptions& csv) {
  MAGNETO_ASSIGN_OR_RETURN(auto source, store.open(bucket, key));
  return std::make_unique<formats::RecordReader>(
      objects::decompressed(std::move(source), compression), format, csv);
}

}  // namespace magneto::internal::transfers
