// SPDX-License-Identifier: Apache-2.0
#include "table/key_names.h"

#include <algorithm>

#include "table/messages.h"

namespace magneto::internal::table {
namespace {

void add_names(Keys& names, const std::vector<model::KeySchemaElement>& schema) {
  for (const model::KeySchemaElement& element : schema) {
    if (std::find(names.begin(), names.end(), element.attribute_name) == names.end()) {
      names.push_back(element.attribute_name);
    }
  }
}

}  // namespace

std::optional<Keys> KeyNames::find(const std::string& index) const {
  const MutexLock lock(mutex_);
  const auto found = by_index_.find(index);
  if (found == by_index_.end()) return std::nullopt;
  return found->second;
}

void KeyNames::set(Keys table) {
  const MutexLock lock(mutex_);
  by_index_[""] = std::move(table);
}

void KeyNames::learn(const model::TableDescription& table) {
  Keys own;
  add_names(own, table.key_schema);
  if (own.empty()) return;
  const MutexLock lock(mutex_);
  by_index_[""] = own;
  const auto learn_index = [&](const auto& index) MAGNETO_REQUIRES(mutex_) {
    Keys names;
    add_names(names, index.key_schema);
    names.insert(names.end(), own.begin(), own.end());
    Keys once;
    for (std::string& name : names) {
      if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(std::move(name));
    }
    by_index_[index.index_name.value_or("")] = std::move(once);
  };
  for (const auto& index : table.global_secondary_indexes) learn_index(index);
  for (const auto& index : table.local_secondary_indexes) learn_index(index);
}

Call<Keys> KeyNames::of(std::shared_ptr<KeyNames> names, Client client, std::string table,
                        std::string index) {
  if (std::optional<Keys> known = names->find(index)) co_return std::move(*known);
  model::DescribeTableInput input;
  input.table_name = table;
  Call<model::DescribeTableOutput> call = client.call<operation::DescribeTable>(input);
  Result<model::DescribeTableOutput> output = co_await call;
  if (!output) co_return output.error();
  if (output->table) names->learn(*output->table);
  if (std::optional<Keys> known = names->find(index)) co_return std::move(*known);
  co_return messages::no_key_schema(table, index);
}

std::optional<Item> key_of(const Item& item, const Keys& names) {
  Item key;
  key.reserve(names.size());
  for (const std::string& name : names) {
    const Value* value = item.find(name);
    if (value == nullptr) return std::nullopt;
    key.set(name, *value);
  }
  return key;
}

}  // namespace magneto::internal::table
