// SPDX-License-Identifier: Apache-2.0
//
// ExclusiveStartKey: the cursor of Query and Scan. It holds the key of the last item of a page, and
// with an index the index's key too; it may as well be made by hand, or name an item that is gone.
//
// All errors are kValidation.
#pragma once

#include <optional>

#include "expression/expression.h"
#include "keys/key_bytes.h"
#include "model/attribute_value.h"
#include "operations/items/range_read.h"

namespace magneto::internal::operations {

/// What is wrong in the values themselves. Some of the service's texts go without a prefix here.
Result<void> check_start_key_values(const std::optional<model::AttributeMap>& key);

/// A Query checks the number of attributes and those of the partition key before its key condition,
/// and the others after it.
Result<void> check_query_start_key_partition(const Source& source, value::ItemView key);
Result<void> check_query_start_key_rest(const Source& source, value::ItemView key);

/// `range` behind the key. Refuses a key that does not lie in the range: the condition says why
/// not.
Result<keys::KeyRange> resume_query(Arena& arena, const Source& source, value::ItemView key,
                                    const expression::KeyCondition& condition,
                                    const keys::KeyRange& range, bool backward);

/// A Scan checks the attributes, of an index first those of its key.
Result<void> check_scan_start_key(const Source& source, value::ItemView key);
/// The same, of the table's key.
Result<void> check_start_key_of_table(const Source& source, value::ItemView key);

/// Where the item of `key` lies. REQUIRES: checked.
std::string_view start_key_bytes(Arena& arena, const Source& source, value::ItemView key);

}  // namespace magneto::internal::operations
