// SPDX-License-Identifier: Apache-2.0
#include "commands/key_values.h"

#include <gtest/gtest.h>

#include <vector>

#include "magneto/json.h"
#include "table/expression_writer.h"

namespace magneto::internal::commands {
namespace {

TableInfo songs() {
  TableInfo table;
  table.name = "Songs";
  table.partition_key = {"Artist", AttributeType::kS};
  table.sort_key = KeyAttribute{"Year", AttributeType::kN};
  IndexInfo index;
  index.name = "ByLabel";
  index.partition_keys = {{"Label", AttributeType::kS}, {"Press", AttributeType::kB}};
  table.indexes = {index};
  return table;
}

std::string key_text(const std::vector<std::string>& values) {
  const auto key = key_of(songs(), values);
  return key ? to_json(*key) : key.error().message();
}

std::string condition_text(const std::string& index, const std::vector<std::string>& values,
                           const std::string& sort) {
  const auto condition = key_condition_of(songs(), index, values, sort);
  if (!condition) return condition.error().message();
  table::ExpressionWriter writer;
  const auto text = writer.condition(condition->condition(), "key condition");
  return *text + " " + to_json(writer.values().value());
}

TEST(KeyValues, TheSchemaSaysOfWhichTypeAValueIs) {
  EXPECT_EQ(key_text({"12", "12"}), R"({"Artist":{"S":"12"},"Year":{"N":"12"}})");
  EXPECT_EQ(key_text({"Nina", "x"}), "the key attribute Year is a number (N), and \"x\" is none");
  EXPECT_EQ(key_text({"Nina"}), "a key of table Songs has 2 values (Artist, Year), not 1");
}

TEST(KeyValues, SortConditionsAreReadInTheirForms) {
  const std::string start = R"(#0 = :0 AND #1 )";
  EXPECT_EQ(condition_text("", {"Nina"}, ">= 5"),
            start + R"(>= :1 {":0":{"S":"Nina"},":1":{"N":"5"}})");
  EXPECT_EQ(condition_text("", {"Nina"}, "5"),
            start + R"(= :1 {":0":{"S":"Nina"},":1":{"N":"5"}})");
  EXPECT_EQ(condition_text("", {"Nina"}, "Between 1 AND 5"),
            start + R"(BETWEEN :1 AND :2 {":0":{"S":"Nina"},":1":{"N":"1"},":2":{"N":"5"}})");
  EXPECT_EQ(condition_text("", {"Nina", "7"}, "> 5"), "there is no sort key left for --sort");
  EXPECT_EQ(condition_text("", {"Nina"}, "between 1"), "between takes two values: between 1 and 5");
  EXPECT_EQ(condition_text("", {"Nina"}, "<> 1"),
            "--sort takes =, <, <=, >, >=, between ... and ..., begins_with, not <>");
}

TEST(KeyValues, AnIndexMayHaveSeveralPartitionKeys) {
  EXPECT_EQ(condition_text("ByLabel", {"RCA", "AAE="}, ""),
            R"(#0 = :0 AND #1 = :1 {":0":{"S":"RCA"},":1":{"B":"AAE="}})");
  EXPECT_EQ(condition_text("ByLabel", {"RCA"}, ""),
            "a query wants a value for each of: Label, Press");
  EXPECT_EQ(condition_text("ByYear", {"1"}, ""), "table Songs has no index ByYear; it has ByLabel");
}

}  // namespace
}  // namespace magneto::internal::commands
