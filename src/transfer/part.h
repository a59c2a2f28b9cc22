// SPDX-License-Identifier: Apache-2.0
//
// Parts of backups: lines {"Item":{...}} in DynamoDB's JSON, in one Zstandard frame.
#pragma once

#include <memory>
#include <string>

#include "base/sha256.h"
#include "magneto/item_view.h"
#include "magneto/transfer/backup.h"
#include "objects/compression.h"
#include "transfer/files.h"
#include "transfer/item_source.h"
#include "transfer/lines.h"

namespace magneto::internal::transfer {

/// Used by one thread at a time. A part that is not finished leaves no file.
class PartWriter {
 public:
  PartWriter(Files& files, std::string name, int level);

  Result<void> add(const ItemView& item);
  Result<BackupPart> finish();
  /// Of the items, before compression.
  std::uint64_t raw_bytes() const { return raw_bytes_; }

 private:
  Result<void> flush();

  Files& files_;
  BackupPart part_;
  std::unique_ptr<ObjectWriter> writer_;
  objects::ZstdWriter zstd_;
  Sha256 sha256_;
  std::string lines_;
  std::string packed_;
  std::uint64_t raw_bytes_ = 0;
};

/// A source that counts and hashes what is read from it.
class HashingSource final : public ByteSource {
 public:
  explicit HashingSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}
  internal::Result<std::size_t> read(char* to, std::size_t room) override;
  std::uint64_t bytes() const { return bytes_; }
  Sha256& sha256() { return sha256_; }

 private:
  std::unique_ptr<ByteSource> source_;
  Sha256 sha256_;
  std::uint64_t bytes_ = 0;
};

class PartReader final : public ItemSource {
 public:
  /// Errors: kAbsent when the part is missing.
  static Result<std::unique_ptr<PartReader>> open(Files& files, const BackupPart& part);

  Result<bool> next(Item& item) override;
  /// As next(), with the item as it stands in the file: DynamoDB's JSON, not looked at. Valid until
  /// the next call.
  Result<bool> next_encoded(std::string_view& item);
  std::string place() const override;
  const std::string& shown() const { return shown_; }
  std::uint64_t line() const { return lines_.number(); }

 private:
  PartReader(std::string shown, BackupPart part, std::unique_ptr<HashingSource> source);
  /// What is wrong with the file, if it is not what the manifest says; else `otherwise`.
  Error explain(Error otherwise);
  Result<void> verify();

  const std::string shown_;
  const BackupPart part_;
  HashingSource* hashing_;  ///< Owned by bytes_.
  std::unique_ptr<ByteSource> bytes_;
  Lines lines_;
  std::uint64_t items_ = 0;
};

}  // namespace magneto::internal::transfer
