// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "encryption/helpers/trees.h"
#include "encryption/store/material_row.h"
#include "magneto/encryption/provider_store.h"

namespace magneto::encryption {

using namespace magneto::internal::encryption;  // NOLINT: its room

struct MetaStore::Parts {
  Client client;
  std::string table;
  ItemEncryptor encryptor;
};

namespace {

using Provider = ProviderStore::Provider;

ItemEncryptor row_encryptor(const std::string& table, std::shared_ptr<MaterialsProvider> provider) {
  CryptoConfig config;
  config.provider = std::move(provider);
  config.context.table_name = table;
  config.context.partition_key_name = "N";
  config.context.sort_key_name = "V";
  config.actions = row_actions();
  return ItemEncryptor(std::move(config));
}

/// A call whose request and answer are trees.
Call<Map> send(Client client, std::string operation, Map request) {
  std::string body = to_plain_json(request);
  const Result<std::string> answer = co_await client.call_json(operation, std::move(body));
  if (!answer) co_return answer.error();
  co_return item_from_plain_json(*answer);
}

Map key_tree(const std::string& name, std::int64_t version) {
  return {{"N", Map{{"S", name}}}, {"V", Map{{"N", std::to_string(version)}}}};
}

bool is_row_of(const Item& row, const std::string& name, std::int64_t version) {
  const Value* const own_name = row.find("N");
  const Value* const own_version = row.find("V");
  return own_name != nullptr && *own_name == Value(name) && own_version != nullptr &&
         *own_version == Value(version);
}

/// The decrypted row.
template <class Parts>
Call<Item> load_row(std::shared_ptr<const Parts> parts, std::string name, std::int64_t version) {
  Map request{
      {"TableName", parts->table}, {"Key", key_tree(name, version)}, {"ConsistentRead", true}};
  Result<Map> answer = co_await send(parts->client, "GetItem", std::move(request));
  if (!answer) co_return answer.error();
  const Map* const tree = child<Map>(*answer, "Item");
  if (tree == nullptr || tree->empty()) {
    co_return make_error(
        Failure::kInvalidVersion,
        "there is no version " + std::to_string(version) + " of material \"" + name + "\"");
  }
  Result<Item> stored = item_of_tree(*tree);
  if (!stored) co_return stored.error();
  Result<Item> row = co_await parts->encryptor.decrypt(std::move(*stored));
  if (!row) co_return row.error();
  // What is signed is right, and may be another row all the same.
  if (!is_row_of(*row, name, version)) {
    co_return make_error(Failure::kProviderStore,
                         "the provider store answered with another material than \"" +
                             material_id(name, version) + "\"");
  }
  co_return row;
}

/// True when it was put, false when there was one already.
template <class Parts>
Call<bool> put_row(std::shared_ptr<const Parts> parts, Item row) {
  Result<Item> stored = co_await parts->encryptor.encrypt(std::move(row));
  if (!stored) co_return stored.error();
  Result<Item> tree = tree_of_item(*stored);
  if (!tree) co_return tree.error();
  Map request{
      {"TableName", parts->table},
      {"Item", std::move(*tree)},
      {"ConditionExpression", "attribute_not_exists(#N) and attribute_not_exists(#V)"},
      {"ExpressionAttributeNames", Map{{"#N", "N"}, {"#V", "V"}}},
  };
  const Result<Map> answer = co_await send(parts->client, "PutItem", std::move(request));
  if (answer) co_return true;
  if (answer.error().code() == ErrorCode::kConditionalCheckFailed) co_return false;
  co_return answer.error();
}

template <class Parts>
Call<Provider> load_provider(std::shared_ptr<const Parts> parts, std::string name,
                             std::int64_t version) {
  const Result<Item> row = co_await load_row(std::move(parts), std::move(name), version);
  if (!row) co_return row.error();
  co_return provider_of_row(*row);
}

template <class Parts>
Call<Provider> get_or_create(std::shared_ptr<const Parts> parts, std::string name,
                             std::int64_t version) {
  if (name.find('#') != std::string::npos) {
    co_return make_error(Failure::kInvalidArgument,
                         "the name of a material must not have a '#' in it");
  }
  Result<Item> row = new_material_row(name, version);
  if (!row) co_return row.error();
  const Result<bool> put = co_await put_row(parts, *row);
  if (!put) co_return put.error();
  if (*put) co_return provider_of_row(*row);
  Result<Provider> loaded = co_await load_provider(parts, std::move(name), version);
  co_return loaded;
}

template <class Parts>
Call<std::int64_t> newest_version(std::shared_ptr<const Parts> parts, std::string name) {
  Map request{{"TableName", parts->table},
              {"KeyConditionExpression", "#N = :name"},
              {"ExpressionAttributeNames", Map{{"#N", "N"}}},
              {"ExpressionAttributeValues", Map{{":name", Map{{"S", name}}}}},
              {"ScanIndexForward", false},
              {"Limit", 1},
              {"ConsistentRead", true}};
  Result<Map> answer = co_await send(parts->client, "Query", std::move(request));
  if (!answer) co_return answer.error();
  const List* const rows = child<List>(*answer, "Items");
  if (rows == nullptr || rows->empty()) {
    co_return make_error(Failure::kNoKnownVersion, "there is no material \"" + name + "\"");
  }
  const Result<std::string> version = (*rows)[0]["V"]["N"].as<std::string>();
  if (!version) co_return version.error();
  const Result<Number> number = Number::parse(*version);
  if (!number) co_return number.error();
  co_return number->to_int64();
}

template <class Parts>
Call<void> copy_row(std::shared_ptr<const Parts> from, std::shared_ptr<const Parts> to,
                    std::string name, std::int64_t version) {
  Result<Item> row = co_await load_row(std::move(from), std::move(name), version);
  if (!row) co_return row.error();
  const Result<bool> put = co_await put_row(std::move(to), std::move(*row));
  if (!put) co_return put.error();
  co_return Result<void>();
}

Call<Provider> newest_of(ProviderStore* store, std::string name, std::int64_t step) {
  const Result<std::int64_t> newest = co_await store->max_version(name);
  const bool none = !newest && failure_of(newest.error()) == Failure::kNoKnownVersion;
  if (!newest && !none) co_return newest.error();
  const std::int64_t version = none ? 0 : *newest + step;
  Result<Provider> provider = co_await store->get_or_create_provider(std::move(name), version);
  co_return provider;
}

Call<void> make_table(Client client, std::string table, std::int64_t read, std::int64_t write) {
  const auto attribute = [](const char* name, const char* type) {
    return Map{{"AttributeName", name}, {"AttributeType", type}};
  };
  const auto key = [](const char* name, const char* type) {
    return Map{{"AttributeName", name}, {"KeyType", type}};
  };
  Map request{
      {"TableName", table},
      {"AttributeDefinitions", List{attribute("N", "S"), attribute("V", "N")}},
      {"KeySchema", List{key("N", "HASH"), key("V", "RANGE")}},
      {"ProvisionedThroughput", Map{{"ReadCapacityUnits", read}, {"WriteCapacityUnits", write}}}};
  const Result<Map> answer = co_await send(client, "CreateTable", std::move(request));
  if (!answer) co_return answer.error();
  co_return Result<void>();
}

}  // namespace

Result<std::int64_t> ProviderStore::version_from_material_description(
    const MaterialDescription& description) const {
  return version_of(description);
}

Call<Provider> ProviderStore::newest_provider(std::string name) {
  return newest_of(this, std::move(name), 0);
}

Call<Provider> ProviderStore::new_provider(std::string name) {
  return newest_of(this, std::move(name), 1);
}

MetaStore::MetaStore(Client client, std::string table_name,
                     std::shared_ptr<MaterialsProvider> provider)
    : parts_(std::make_shared<const Parts>(
          Parts{std::move(client), table_name, row_encryptor(table_name, std::move(provider))})) {}

Call<void> MetaStore::create_table(Client client, std::string table_name, std::int64_t read_units,
                                   std::int64_t write_units) {
  return make_table(std::move(client), std::move(table_name), read_units, write_units);
}

Call<Provider> MetaStore::get_or_create_provider(std::string name, std::int64_t version) {
  return get_or_create(parts_, std::move(name), version);
}

Call<Provider> MetaStore::provider(std::string name, std::int64_t version) {
  return load_provider(parts_, std::move(name), version);
}

Call<std::int64_t> MetaStore::max_version(std::string name) {
  return newest_version(parts_, std::move(name));
}

Call<void> MetaStore::replicate(std::string name, std::int64_t version, MetaStore target) {
  return copy_row(parts_, target.parts_, std::move(name), version);
}

}  // namespace magneto::encryption
