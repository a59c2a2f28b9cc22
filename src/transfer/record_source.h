// SPDX-License-Identifier: Apache-2.0
//
// RecordSource: the records of a file in one of the formats of records.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "magneto/transfer/records.h"
#include "objects/object_store.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

struct ReadRecord {
  enum class Kind : std::uint8_t {
    kItem,
    kDeleted,  ///< Only of incremental exports: `item` is the key of an item that is no more.
    kBad,      ///< The next one may be right.
    kBroken,   ///< Nothing behind it can be read.
    kEnd,
  };
  Kind kind = Kind::kEnd;
  Item item = {};
  std::string problem = {};
  std::string text = {};     ///< Of a bad one, as far as it was read.
  std::uint64_t number = 0;  ///< From 1.
};

/// Used by one thread at a time.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  /// Errors: those of read_error().
  virtual Result<ReadRecord> next() = 0;
};

/// `typed` are the attributes whose types are known: keys of the table and of its indexes. CSV has them
/// in their type, and JSON lines, which have no binaries, have those in base64.
std::unique_ptr<RecordSource> open_records(std::unique_ptr<objects::ByteSource> bytes,
                                           const ImportOptions& options,
                                           const std::vector<KeyAttribute>& typed);

}  // namespace magneto::internal::transfer
