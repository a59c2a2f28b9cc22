// SPDX-License-Identifier: Apache-2.0
//
// What a request costs as far as the request itself tells: how many items, how they are read, how
// large what is written is. What it really costs (indexes, what is found) is learned as a ratio to
// this, see Attempts. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "rate/estimates.h"

namespace magneto::internal::client {

/// Of `items` reads.
inline double cost_of_reads(std::size_t items, std::optional<bool> consistent) {
  const auto how =
      consistent.value_or(false) ? rate::Consistency::kStrong : rate::Consistency::kEventual;
  return static_cast<double>(items) * rate::read_units(0, how);
}

/// Of `items` writes that take `bytes` as JSON, which is a little more than their sizes.
inline double cost_of_writes(std::size_t items, std::size_t bytes, bool transactional) {
  const std::size_t count = std::max<std::size_t>(items, 1);
  return static_cast<double>(count) * rate::write_units(bytes / count, transactional);
}

/// In capacity units. `bytes` is the size of the request as JSON.
template <class Input>
double first_cost(const Input& input, std::size_t bytes) {
  double cost = 0;
  if constexpr (requires { input.request_items.begin()->second.keys; }) {  // BatchGetItem
    for (const auto& [table, reads] : input.request_items) {
      cost += cost_of_reads(reads.keys.size(), reads.consistent_read);
    }
  } else if constexpr (requires {
                         input.request_items.begin()->second.size();
                       }) {  // BatchWriteItem
    std::size_t writes = 0;
    for (const auto& [table, requests] : input.request_items) writes += requests.size();
    cost = cost_of_writes(writes, bytes, false);
  } else if constexpr (requires { input.transact_items.begin()->get; }) {  // TransactGetItems
    cost = 2 * static_cast<double>(input.transact_items.size());
  } else if constexpr (requires { input.transact_items.size(); }) {  // TransactWriteItems
    cost = cost_of_writes(input.transact_items.size(), bytes, true);
  } else if constexpr (requires { input.transact_statements.size(); }) {  // ExecuteTransaction
    cost = cost_of_writes(input.transact_statements.size(), bytes, true);
  } else if constexpr (requires { input.statements.size(); }) {  // BatchExecuteStatement
    cost = static_cast<double>(input.statements.size());
  } else if constexpr (requires { input.item; }) {  // PutItem
    cost = cost_of_writes(1, bytes, false);
  } else if constexpr (requires { input.consistent_read.has_value(); }) {  // GetItem, Query, Scan
    cost = cost_of_reads(1, input.consistent_read);
  }
  return cost > 0 ? cost : 1;
}

}  // namespace magneto::internal::client
