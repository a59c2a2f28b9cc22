// SPDX-License-Identifier: Apache-2.0
//
// Keys as plain values: the table's schema says of which type each is.
#pragma once

#include <span>
#include <string>

#include "magneto/key_condition.h"
#include "magneto/table_info.h"
#include "magneto/value.h"

namespace magneto::internal::commands {

/// A text as S, a number as N, base64 as B. Errors: kInvalidArgument, which names the attribute and
/// says what it takes.
magneto::Result<Value> key_value(const KeyAttribute& key, const std::string& text);

/// The key of an item: one value for each key attribute of the table.
magneto::Result<Item> key_of(const TableInfo& table, std::span<const std::string> values);

/// Errors: kIndexNotFound, with the names of the indexes that there are. An empty name is the table's.
magneto::Result<void> check_index(const TableInfo& table, const std::string& index);

/// What a query asks of the keys of a table or index: partition keys equal to `values`, in order, then
/// sort keys; and `sort`, one of
///
///   "= 5"  "< 5"  "<= 5"  "> 5"  ">= 5"  "between 1 and 5"  "begins_with Sin"
///
/// of the first sort key that has no value. Texts may stand in single quotes.
magneto::Result<KeyCondition> key_condition_of(const TableInfo& table, const std::string& index,
                                               std::span<const std::string> values,
                                               const std::string& sort);

}  // namespace magneto::internal::commands
