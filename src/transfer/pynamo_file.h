// SPDX-License-Identifier: Apache-2.0
//
// PynamoFile: the backups of PyPI's pynamo: one JSON array of plain items. Numbers keep all digits
// that are there; what pynamo had lost when it wrote (sets, binaries) is not known any more.
#pragma once

#include "transfer/files.h"
#include "transfer/item_source.h"
#include "transfer/json_array.h"

namespace magneto::internal::transfer {

class PynamoFile final : public ItemSource {
 public:
  static Result<std::unique_ptr<PynamoFile>> open(Files& files, const std::string& name);

  Result<bool> next(Item& item) override;
  std::string place() const override;

 private:
  PynamoFile(std::string shown, std::unique_ptr<ByteSource> source)
      : shown_(std::move(shown)), array_(std::move(source)) {}

  const std::string shown_;
  JsonArray array_;
  std::string element_;
};

}  // namespace magneto::internal::transfer
