// SPDX-License-Identifier: Apache-2.0
//
// ItemCollectionMetrics: of a table with local secondary indexes, the size of the item collection
// that a write touched, as a range of whole gigabytes. Measured before the write: the service calls
// it an estimate too.
#pragma once

#include <optional>
#include <string_view>

#include "model/shapes.h"
#include "operations/core/context.h"
#include "store/item_ref.h"
#include "store/snapshot.h"

namespace magneto::internal::operations {

/// Whether ReturnItemCollectionMetrics asks for it.
inline bool wants_metrics(
    const std::optional<model::Enum<model::ReturnItemCollectionMetrics>>& parameter) {
  return parameter == model::ReturnItemCollectionMetrics::kSize;
}

/// `key` has the attributes of the table's key, and may have others. Nothing when the table has no
/// local indexes. Errors: kWouldBlock, kIo, kCorruption.
Result<std::optional<model::ItemCollectionMetrics>> item_collection_metrics(
    Context& context, store::Snapshot& snapshot, const store::ItemRef& ref, value::ItemView key);

/// One write of several in a request.
struct NamedWrite {
  std::string_view table_name;  ///< As the request has it.
  store::ItemRef ref;
  value::ItemView key;  ///< The table's key attributes, and maybe others.
};

/// Of all tables with local indexes that are written to, once for each item collection. Nothing
/// when there is none. Errors: as above.
using MetricsByTable =
    std::span<const model::MapEntry<std::span<const model::ItemCollectionMetrics>>>;
Result<std::optional<MetricsByTable>> metrics_of_writes(Context& context,
                                                        std::span<const NamedWrite> writes);

}  // namespace magneto::internal::operations
