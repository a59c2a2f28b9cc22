// SPDX-License-Identifier: Apache-2.0
//
// Tables and items for tests, written shortly:
//
//   auto table = test_table("Music", {s("p")}, {n("s")});
//   add_index(table, "ByGenre", {s("g")}, {}, projection);
//   ItemView item = test_item(arena, {{"p", "S:a"}, {"s", "N:12"}});
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "catalog/table.h"
#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal {

inline keys::KeyAttribute s(std::string name) { return {std::move(name), value::Type::kString}; }
inline keys::KeyAttribute n(std::string name) { return {std::move(name), value::Type::kNumber}; }
inline keys::KeyAttribute b(std::string name) { return {std::move(name), value::Type::kBinary}; }

inline value::ValueView test_value(Arena& arena, std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view type = text.substr(0, colon);
  const std::string_view content = text.substr(colon + 1);
  if (type == "S") return value::make_string(arena, content);
  if (type == "B") return value::make_binary(arena, content);
  if (type == "V") {  // "V:1 0 -2.5": a list of numbers
    std::vector<value::ValueView> elements;
    std::istringstream words{std::string(content)};
    for (std::string word; words >> word;) {
      elements.push_back(value::make_number(arena, value::Decimal::parse(word).value().encoded()));
    }
    return value::make_list(arena, elements);
  }
  if (type == "BOOL") return value::make_bool(content == "true");
  EXPECT_EQ(type, "N") << text;
  const Result<value::Decimal> number = value::Decimal::parse(content);
  EXPECT_TRUE(number.ok()) << text;
  return value::make_number(arena, number->encoded());
}

using TestAttributes = std::vector<std::pair<std::string, std::string>>;

inline value::ItemView test_item(Arena& arena, const TestAttributes& attributes) {
  std::vector<value::Attribute> list;
  for (const auto& [name, value] : attributes) {
    list.push_back({arena.copy(name), test_value(arena, value)});
  }
  return value::make_item(arena, list);
}

inline catalog::Table test_table(std::string name, std::vector<keys::KeyAttribute> partition,
                                 std::vector<keys::KeyAttribute> sort) {
  catalog::Table table;
  table.name = std::move(name);
  table.schema = {std::move(partition), std::move(sort)};
  for (const auto& part : {table.schema.partition, table.schema.sort}) {
    table.attribute_definitions.insert(table.attribute_definitions.end(), part.begin(), part.end());
  }
  table.statistics = std::make_shared<catalog::Statistics>();
  return table;
}

inline catalog::Projection keys_only() { return {catalog::ProjectionType::kKeysOnly, {}}; }
inline catalog::Projection include(std::vector<std::string> names) {
  return {catalog::ProjectionType::kInclude, std::move(names)};
}

/// Global unless `local`. Space 0: for the catalog to give, or the test.
inline catalog::Index& add_index(catalog::Table& table, std::string name,
                                 std::vector<keys::KeyAttribute> partition,
                                 std::vector<keys::KeyAttribute> sort,
                                 catalog::Projection projection = {}, bool local = false) {
  Owned<catalog::Index> index;
  index->name = std::move(name);
  index->local = local;
  index->schema = {std::move(partition), std::move(sort)};
  index->projection = std::move(projection);
  index->entry_attributes = catalog::entry_attributes(table, *index);
  index->statistics = std::make_shared<catalog::Statistics>();
  table.indexes.push_back(std::move(index));
  return *table.indexes.back();
}

/// Of vectors in the attribute "v". Space 0: for the catalog to give, or the test.
inline catalog::VectorIndex& add_vector_index(catalog::Table& table, std::string name,
                                              std::int64_t dimensions,
                                              std::vector<catalog::SearchAttribute> schema = {},
                                              catalog::Projection projection = {}) {
  Owned<catalog::VectorIndex> index;
  index->name = std::move(name);
  index->attribute = "v";
  index->dimensions = dimensions;
  index->search_schema = std::move(schema);
  index->schema = catalog::partition_schema(*index);
  index->projection = std::move(projection);
  index->entry_attributes = catalog::entry_attributes(table, *index);
  index->statistics = std::make_shared<catalog::Statistics>();
  table.vector_indexes.push_back(std::move(index));
  return *table.vector_indexes.back();
}

}  // namespace magneto::internal
