// SPDX-License-Identifier: Apache-2.0
//
// What a request costs each of its tables as far as the request itself tells: how many items, how
// they are read, how large what is written is. What it really costs (indexes, what is found) is
// learned as a ratio to this, see Attempts. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rate/estimates.h"

namespace magneto::internal::client {

struct TableCost {
  std::string table;  ///< Empty where the request does not name it: PartiQL.
  double units = 1;   ///< Capacity units.
};
using TableCosts = std::vector<TableCost>;

/// Of `items` reads.
inline double cost_of_reads(std::size_t items, std::optional<bool> consistent) {
  const auto how =
      consistent.value_or(false) ? rate::Consistency::kStrong : rate::Consistency::kEventual;
  return static_cast<double>(items) * rate::read_units(0, how);
}

/// Of `items` writes of `bytes` each as JSON, which is a little more than their sizes.
inline double cost_of_writes(std::size_t items, std::size_t bytes, bool transactional) {
  return static_cast<double>(items) * rate::write_units(bytes, transactional);
}

/// The table of one operation of a transaction.
template <class Item>
std::string table_of(const Item& item) {
  if constexpr (requires { item.get.table_name; }) {
    return item.get.table_name;
  } else {
    if (item.put) return item.put->table_name;
    if (item.update) return item.update->table_name;
    if (item.delete_) return item.delete_->table_name;
    return item.condition_check ? item.condition_check->table_name : std::string();
  }
}

/// How many items of a batch or a transaction are in which table.
template <class Input>
std::map<std::string, std::size_t> items_by_table(const Input& input) {
  std::map<std::string, std::size_t> counts;
  if constexpr (requires { input.transact_items.size(); }) {
    for (const auto& item : input.transact_items) ++counts[table_of(item)];
  } else {
    for (const auto& [table, requests] : input.request_items) counts[table] = requests.size();
  }
  return counts;
}

/// Of a request that is not about several tables.
template <class Input>
double single_cost(const Input& input, std::size_t bytes) {
  if constexpr (requires { input.transact_statements.size(); }) {  // ExecuteTransaction
    const std::size_t count = std::max<std::size_t>(input.transact_statements.size(), 1);
    return cost_of_writes(count, bytes / count, true);
  } else if constexpr (requires { input.statements.size(); }) {  // BatchExecuteStatement
    return std::max(1.0, static_cast<double>(input.statements.size()));
  } else if constexpr (requires { input.item; }) {  // PutItem
    return cost_of_writes(1, bytes, false);
  } else if constexpr (
      requires { input.consistent_read; } && !requires { input.statement; }) {
    return cost_of_reads(1, input.consistent_read);  // GetItem, Query, Scan
  } else {
    return 1;  // ExecuteStatement, too: whether it reads or writes is not looked at here
  }
}

/// `bytes` is the size of the request as JSON.
template <class Input>
TableCosts first_costs(const Input& input, std::size_t bytes) {
  TableCosts costs;
  if constexpr (requires { input.request_items.begin()->second.keys; }) {  // BatchGetItem
    for (const auto& [table, reads] : input.request_items) {
      costs.push_back({table, cost_of_reads(reads.keys.size(), reads.consistent_read)});
    }
  } else if constexpr (
      requires { input.request_items.size(); } || requires { input.transact_items.size(); }) {
    const std::map<std::string, std::size_t> counts = items_by_table(input);
    std::size_t items = 0;
    for (const auto& [table, count] : counts) items += count;
    const std::size_t size = bytes / std::max<std::size_t>(items, 1);
    for (const auto& [table, count] : counts) {
      if constexpr (requires { input.transact_items.begin()->get; }) {  // TransactGetItems
        costs.push_back({table, 2 * static_cast<double>(count)});
      } else {
        constexpr bool kTransactional = requires { input.transact_items.size(); };
        costs.push_back({table, cost_of_writes(count, size, kTransactional)});
      }
    }
  } else if constexpr (requires { std::string(input.table_name); }) {
    costs.push_back({input.table_name, single_cost(input, bytes)});
  } else {
    costs.push_back({{}, single_cost(input, bytes)});
  }
  return costs;
}

}  // namespace magneto::internal::client
