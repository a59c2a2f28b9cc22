// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/encrypted_resource.h"

#include <utility>

#include "magneto/json.h"

namespace magneto::encryption {
namespace {

Call<std::vector<EncryptedTable>> all_tables(EncryptedClient client, TablesOptions options) {
  std::vector<EncryptedTable> tables;
  std::string behind = std::move(options.exclusive_start_table_name);
  do {
    Item request;
    if (!behind.empty()) request.set("ExclusiveStartTableName", behind);
    if (options.page_size) request.set("Limit", *options.page_size);
    std::string body = to_plain_json(request);
    const Result<std::string> answer = co_await client.call_json("ListTables", std::move(body));
    if (!answer) co_return answer.error();
    const Result<Item> page = item_from_plain_json(*answer);
    if (!page) co_return page.error();
    for (const Value& name : (*page)["TableNames"].value_or(List())) {
      if (options.limit && tables.size() >= *options.limit) co_return tables;
      const auto text = name.as<std::string>();
      if (!text) co_return text.error();
      tables.push_back(client.table(*text));
    }
    behind = (*page)["LastEvaluatedTableName"].value_or("");
  } while (!behind.empty());
  co_return tables;
}

}  // namespace

EncryptedResource::EncryptedResource(Client client, std::shared_ptr<MaterialsProvider> provider,
                                     EncryptionOptions options)
    : provider_(provider),
      options_(options),
      client_(std::move(client), std::move(provider), std::move(options)) {}

EncryptedTable EncryptedResource::table(std::string name, TableSettings settings) const {
  EncryptionOptions options = options_;
  options.tables.insert_or_assign(name, std::move(settings));
  return {EncryptedClient(client_.plain_client(), provider_, std::move(options)), std::move(name)};
}

Call<std::vector<EncryptedTable>> EncryptedResource::tables(TablesOptions options) const {
  return all_tables(client_, std::move(options));
}

BatchGet EncryptedResource::batch_get() const { return BatchGet(client_.client().table("")); }

BatchWriter EncryptedResource::batch_writer(BatchOptions options) const {
  return BatchWriter(client_.client().table(""), options);
}

}  // namespace magneto::encryption
