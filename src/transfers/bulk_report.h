// SPDX-License-Identifier: Apache-2.0
//
// What a bulk operation writes to its output location:
//
//   PREFIX/AWSDynamoDB/ID/error/00000000.json.gz                     and so on
//   PREFIX/AWSDynamoDB/ID/condition-check-failure/00000000.json.gz
//   PREFIX/AWSDynamoDB/ID/manifest-summary.json                      at the end
//
// as JSON lines. Of a record that cannot be put, and of an object that cannot be read on:
//
//   {"itemS3Pointer":{"bucket":"in","key":"a.json","itemIndex":3},"errorMessages":["..."],
//    "record":"..."}
//
// and of an item whose condition failed, with the item that is there, if there is one:
//
//   {"itemS3Pointer":{...},"Item":{...},"ExistingItem":{...}}
//
// The guide says what is reported; names and places are ours, in the way of exports and of the logs
// of imports.
#pragma once

#include <string>
#include <string_view>

#include "model/shapes.h"
#include "objects/object_store.h"
#include "transfers/bulk_progress.h"
#include "transfers/put_chunk.h"

namespace magneto::internal::transfers {

class BulkReport {
 public:
  /// Borrows all.
  BulkReport(objects::ObjectStore& store, const model::BulkOperationDescription& description,
             std::string_view id);

  /// Notes what became of a record, if that is asked for.
  void note(std::string_view object_key, const Put& put, BulkProgress& progress) const;

  /// Writes the pending lines that are enough for an object, or all that there are. Writing them
  /// twice writes the same object. Errors: kIo, of the store.
  Result<void> write_pending(BulkProgress& progress, bool all) const;

  /// The summary. Errors: as write_pending().
  Result<void> write_summary(const BulkProgress& progress, std::string_view status,
                             std::int64_t end_ms) const;

 private:
  Result<void> write_pending(std::string_view folder, PendingReport& report, bool all) const;
  bool wants(model::OutputTypeEnum type) const;

  objects::ObjectStore& store_;
  const model::BulkOperationDescription& description_;
  std::string folder_;
};

}  // namespace magneto::internal::transfers
