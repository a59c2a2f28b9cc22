// SPDX-License-Identifier: Apache-2.0
//
// How far a bulk operation has come. It is kept under the document's progress_key(), in the same
// batch as the items it speaks of: after a crash nothing is put twice, so a condition is judged
// once.
//
//   progress := 10 numbers, decimal, a newline behind each
//               lengths of what follows, four numbers in the same form
//               object ERROR-report CONDITION-report usage
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::transfers {

/// Records for the output, of one type.
struct PendingReport {
  std::int64_t objects = 0;  ///< Written so far.
  std::int64_t records = 0;  ///< In all, those that are pending too.
  std::string pending;       ///< Lines that no object has yet.
};

struct BulkProgress {
  std::string object;               ///< The key that is being read.
  std::int64_t next_record = 0;     ///< In it; those before are done.
  std::int64_t finished_bytes = 0;  ///< Of the objects before.
  std::int64_t processed = 0;
  std::int64_t failed = 0;
  std::int64_t written = 0;
  std::int64_t table_bytes = 0;
  PendingReport errors;
  PendingReport conditions;
  std::map<std::string, std::int64_t, std::less<>> index_bytes;

  std::string encode() const;
  /// Errors: kCorruption.
  static Result<BulkProgress> decode(std::string_view bytes);
};

}  // namespace magneto::internal::transfers
