// SPDX-License-Identifier: Apache-2.0
//
// For tests: databases in this process, with tables of songs.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/test_directory.h"
#include "magneto/batch_writer.h"
#include "magneto/database.h"
#include "magneto/table.h"
#include "magneto/transactions.h"
#include "magneto/transfer/tables.h"

namespace magneto::internal::transfer {

inline Client new_database() { return Database::in_memory().value().client(); }

/// A table with the keys p (S) and s (N).
inline Table new_table(const Client& client, const std::string& name) {
  TableDefinition definition{.partition_key = {"p"}};
  definition.sort_key = KeyAttribute{"s", AttributeType::kN};
  Table table = client.table(name);
  table.create(definition).value();
  table.wait_until_exists().value();
  return table;
}

/// Every type, and the edges of each.
inline Item rich_item(int number) {
  return {{"p", "key \u00e9\U0001F600"},
          {"s", number},
          {"digits", Number::parse("12345678901234567890123456789012345678").value()},
          {"small", Number::parse("-1E-130").value()},
          {"large", Number::parse("9.9999999999999999999999999999999999999E+125").value()},
          {"empty", ""},
          {"null", nullptr},
          {"yes", true},
          {"bytes", Binary(std::string("\0\xff\n", 3))},
          {"no bytes", Binary()},
          {"tags", StringSet{"a", "b"}},
          {"numbers", NumberSet{1, Number::parse("0.1").value()}},
          {"binaries", BinarySet{Binary("x"), Binary(std::string("\0", 1))}},
          {"list", List{1, "two", nullptr, List{}, Map{}}},
          {"map", Map{{"in.side", Map{{"deep", StringSet{"z"}}}}, {"\"quoted\"", "a\tb\\"}}}};
}

inline void fill(const Table& table, int items) {
  BatchWriter batch(table);
  for (int i = 0; i < items; ++i) {
    batch.put({{"p", "p" + std::to_string(i % 97)}, {"s", i}, {"text", std::string(300, 'x')}});
  }
  batch.put(rich_item(-1));
  static_cast<void>(batch.finish().value());
}

inline std::vector<Item> sorted_items(const Table& table) {
  std::vector<Item> items = table.scan().all().value();
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return std::pair(a["p"].as<std::string>().value(), a["s"].as<Number>().value()) <
           std::pair(b["p"].as<std::string>().value(), b["s"].as<Number>().value());
  });
  return items;
}

}  // namespace magneto::internal::transfer
