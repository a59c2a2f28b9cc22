// SPDX-License-Identifier: Apache-2.0
//
// The objects of an export, as the guide describes them ("DynamoDB table export output format"):
//
//   PREFIX/AWSDynamoDB/ID/_started                            empty, at the beginning
//   PREFIX/AWSDynamoDB/ID/data/NAME.json.gz                   the records, an object a partition
//   PREFIX/AWSDynamoDB/data/NAME.json.gz                      instead, of incremental exports
//   PREFIX/AWSDynamoDB/ID/manifest-files.json, .md5           a line for each of them
//   PREFIX/AWSDynamoDB/ID/manifest-summary.json, .md5         at the end
//
// An .md5 has the MD5 of the object beside it, in base64. Written again they are the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/md5.h"
#include "base/result.h"
#include "model/shapes.h"
#include "objects/compression.h"
#include "objects/object_store.h"

namespace magneto::internal::transfers {

class ExportFiles {
 public:
  /// Borrows all. Errors of the functions: kIo, of the store.
  ExportFiles(objects::ObjectStore& store, const model::ExportDescription& description,
              std::string_view id, std::uint32_t partitions);
  ~ExportFiles();

  Result<void> start();
  /// `records` are `items` whole records.
  Result<void> write(std::uint32_t partition, std::string_view records, std::int64_t items);
  /// Writes what is left, and the manifests. Gives the key of the summary.
  Result<std::string> finish(std::int64_t billed_bytes, std::int64_t end_ms);

  std::int64_t items() const;

 private:
  struct File;

  Result<void> open(File& file, std::uint32_t partition);
  Result<void> put_with_md5(std::string_view name, std::string_view bytes);
  std::string files_manifest() const;
  std::string summary(std::int64_t billed_bytes, std::int64_t end_ms) const;

  objects::ObjectStore& store_;
  const model::ExportDescription& description_;
  const std::string id_;
  const std::string folder_;
  const bool incremental_;
  Md5 md5_;
  std::vector<std::unique_ptr<File>> files_;
};

}  // namespace magneto::internal::transfers
