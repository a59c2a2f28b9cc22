// SPDX-License-Identifier: Apache-2.0
//
// AmazonExport: what ExportTableToPointInTime leaves, in a folder or below a prefix in S3:
//
//   manifest-summary.json   {"outputFormat": "DYNAMODB_JSON", "itemCount": 8, ...}
//   manifest-files.json     a line for each file:
//                           {"itemCount": 8, "md5Checksum": "...", "dataFileS3Key": ".../data/x.json.gz"}
//   manifest-summary.md5, manifest-files.md5   of the two, in base64
//   data/x.json.gz          lines {"Item": {...}}; in Ion form x.ion.gz
//
// Only the last part of a data file's key counts, so a folder may be copied to another place. Incremental
// exports share one folder `data`, beside their own folders; its files are lists of changes
// (change_records.h). The checksums of manifests may also be called manifest-summary.checksum.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/files.h"
#include "transfer/record_source.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

struct ExportManifest {
  struct File {
    std::string name;  ///< "data/x.json.gz"
    std::uint64_t items = 0;
    std::string md5;  ///< Base64.
  };
  RecordFormat format = RecordFormat::kDynamoJson;
  bool incremental = false;
  std::uint64_t items = 0;
  std::vector<File> files;
};

/// From the texts of both manifests. Errors: kInvalidArgument.
Result<ExportManifest> read_export_manifest(std::string_view summary, std::string_view files);

class AmazonExport {
 public:
  /// The folder, or its manifest-summary.json. Errors: kAbsent (no such file), kChecksum (a manifest
  /// is damaged), kInvalidArgument.
  static Result<AmazonExport> open(const std::string& location, const S3Options& s3);

  const ExportManifest& manifest() const { return manifest_; }

  /// Reads all data files and compares their checksums. Errors: kChecksum, kAbsent, kCancelled.
  Result<void> check(const Work& work) const;

  /// The records of all files, one after the other. REQUIRES: the export outlives them.
  std::unique_ptr<RecordSource> records(const std::vector<KeyAttribute>& keys) const;

 private:
  std::unique_ptr<Files> files_;  // in which data/ is
  ExportManifest manifest_;
};

}  // namespace magneto::internal::transfer
