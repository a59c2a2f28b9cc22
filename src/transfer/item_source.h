// SPDX-License-Identifier: Apache-2.0
//
// ItemSource: items out of a file, one after the other. Implementations: part.h, pynamo_file.h.
#pragma once

#include <memory>
#include <vector>

#include "magneto/table_info.h"
#include "magneto/value.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

/// Used by one thread at a time.
class ItemSource {
 public:
  virtual ~ItemSource() = default;
  /// False at the end, which comes only if all of the file is right. Errors name file and line.
  virtual Result<bool> next(Item& item) = 0;
  /// Of the item that came last: "songs.json, line 7".
  virtual std::string place() const = 0;
};

/// Whether the item has the table's key. Errors: kInvalidArgument.
Result<void> check_key(const Item& item, const std::vector<KeyAttribute>& keys);

}  // namespace magneto::internal::transfer
