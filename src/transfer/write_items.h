// SPDX-License-Identifier: Apache-2.0
//
// Writing many items to a table, at the work's write rate: all of them, or the first error.
#pragma once

#include <functional>
#include <vector>

#include "magneto/batch_writer.h"
#include "magneto/table.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

enum class Writing { kPut, kRemove };

/// Blocks until the service has them. Items of one key are written in their order. Counts what was
/// written. Errors: those of BatchWriteItem, with the item's key; kCancelled.
Result<void> write_items(const Table& table, Writing writing, std::vector<Item> items, Work& work);

/// What becomes of an item that the service refused for what is in it. An error stops the work.
using OnRefused = std::function<Result<void>(const BatchFailure& refused)>;

/// As above, with so many requests under way at once.
Result<void> write_items(const Table& table, Writing writing, std::vector<Item> items, Work& work,
                         std::size_t in_flight, const OnRefused& on_refused);

/// `update`, where there is one, of each item; counts what it leaves out.
std::vector<Item> updated(std::vector<Item> items, const ItemFunction& update, Work& work);

}  // namespace magneto::internal::transfer
