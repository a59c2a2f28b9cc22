// SPDX-License-Identifier: Apache-2.0
//
// TableInfo: what a table is. TableDefinition: what one is to be.
//
//   songs.create({.partition_key = {"Artist"}, .sort_key = KeyAttribute{"Title"},
//                 .global_indexes = {{.name = "ByYear",
//                                     .partition_keys = {{"Year", AttributeType::kN}}}}}).value();
//   TableInfo info = songs.wait_until_exists().value();
//
// Value types.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "magneto/table_model.h"

namespace magneto {

using AttributeType = model::ScalarAttributeType;

struct KeyAttribute {
  std::string name;
  AttributeType type = AttributeType::kS;

  friend bool operator==(const KeyAttribute&, const KeyAttribute&) = default;
};

struct IndexDefinition {
  std::string name;
  /// Of a local index the table's own; may be left out there.
  std::vector<KeyAttribute> partition_keys = {};
  std::vector<KeyAttribute> sort_keys = {};
  /// kInclude has the attributes of `included` besides the keys.
  model::ProjectionType projection = model::ProjectionType::kAll;
  std::vector<std::string> included = {};
  std::optional<model::ProvisionedThroughput> throughput = {};
};

struct TableDefinition {
  KeyAttribute partition_key;
  std::optional<KeyAttribute> sort_key = {};
  std::vector<IndexDefinition> global_indexes = {};
  std::vector<IndexDefinition> local_indexes = {};
  /// Without one the table is paid per request.
  std::optional<model::ProvisionedThroughput> throughput = {};
  std::optional<model::StreamViewType> stream = {};
  std::map<std::string, std::string> tags = {};
  bool deletion_protection = false;
};

struct IndexInfo {
  std::string name;
  bool global = true;
  std::vector<KeyAttribute> partition_keys = {};
  std::vector<KeyAttribute> sort_keys = {};
  Enum<model::ProjectionType> projection = {};
  std::vector<std::string> included = {};
  Enum<model::IndexStatus> status = {};  ///< Of a global one.
  std::int64_t item_count = 0;
  std::string arn = {};
};

struct TableInfo {
  std::string name;
  std::string arn = {};
  Enum<model::TableStatus> status = {};
  KeyAttribute partition_key = {};
  std::optional<KeyAttribute> sort_key = {};
  std::vector<IndexInfo> indexes = {};
  /// Amazon brings these two up to date every six hours or so. Table::scan().count() counts.
  std::int64_t item_count = 0;
  std::int64_t size_bytes = 0;
  model::Timestamp creation_time = {};
  bool paid_per_request = false;
  std::string stream_arn = {};  ///< Of the latest stream; empty without one.
  /// All that the service says.
  model::TableDescription description = {};

  static TableInfo of(model::TableDescription description);
  bool is_active() const { return status == model::TableStatus::kActive; }
  /// Null when there is none of that name.
  const IndexInfo* index(const std::string& name) const;
};

}  // namespace magneto
