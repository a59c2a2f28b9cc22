// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/table_info.h"

#include <utility>

#include "magneto/encryption/error.h"
#include "magneto/json.h"

namespace magneto::encryption {
namespace {

/// The KeySchema of a table or an index, from DescribeTable's answer.
Result<TableIndex> index_of(const Value& description) {
  TableIndex index;
  const auto schema = description["KeySchema"].as<List>();
  if (!schema) return schema.error();
  for (const Value& element : *schema) {
    const auto name = element["AttributeName"].as<std::string>();
    if (!name) return name.error();
    const std::string type = element["KeyType"].value_or("");
    if (type == "HASH") index.partition = *name;
    if (type == "RANGE") index.sort = *name;
  }
  return index;
}

Call<TableInfo> refreshed(TableInfo info, Client client) {
  std::string body = to_plain_json(Item{{"TableName", info.name}});
  const Result<std::string> answer = co_await client.call_json("DescribeTable", std::move(body));
  if (!answer) co_return answer.error();
  const Result<Item> described = item_from_plain_json(*answer);
  if (!described) co_return described.error();
  const Value* const table = described->find("Table");
  if (table == nullptr) {
    co_return Error(ErrorCode::kBadAnswer, "the answer of DescribeTable has no table");
  }
  Result<TableIndex> primary = index_of(*table);
  if (!primary) co_return primary.error();
  info.primary_index = std::move(*primary);
  info.secondary_indexes.clear();
  for (const char* kind : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const List indexes = (*table)[kind].value_or(List());
    for (const Value& one : indexes) {
      Result<TableIndex> index = index_of(one);
      if (!index) co_return index.error();
      info.secondary_indexes.push_back(std::move(*index));
    }
  }
  co_return info;
}

}  // namespace

std::set<std::string> TableIndex::attributes() const {
  std::set<std::string> names{partition};
  if (sort) names.insert(*sort);
  return names;
}

Call<TableInfo> TableInfo::refresh_indexed_attributes(Client client) const {
  return refreshed(*this, std::move(client));
}

Result<std::vector<std::string>> TableInfo::protected_index_keys() const {
  if (!primary_index) {
    return make_error(Failure::kInvalidArgument, "the keys of table \"" + name +
                                                     "\" are not known: give its TableInfo, or "
                                                     "let refresh_indexed_attributes ask for them");
  }
  std::vector<std::string> keys{primary_index->partition};
  if (primary_index->sort) keys.push_back(*primary_index->sort);
  return keys;
}

EncryptionContext TableInfo::encryption_context_values() const {
  EncryptionContext context;
  context.table_name = name;
  if (primary_index) {
    context.partition_key_name = primary_index->partition;
    context.sort_key_name = primary_index->sort;
  }
  return context;
}

}  // namespace magneto::encryption
