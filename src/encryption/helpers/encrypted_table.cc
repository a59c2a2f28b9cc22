// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/encrypted_table.h"

#include <utility>

#include "encryption/helpers/table_book.h"

namespace magneto::encryption {
namespace {

EncryptionOptions client_options(const std::string& table, EncryptedTableOptions given) {
  EncryptionOptions options;
  options.actions = std::move(given.actions);
  options.auto_refresh_table_indexes = given.auto_refresh_table_indexes;
  options.profile = given.profile;
  TableSettings settings;
  settings.table_info = std::move(given.table_info);
  settings.signed_table_name = std::move(given.signed_table_name);
  options.tables.emplace(internal::encryption::table_name_of(table), std::move(settings));
  return options;
}

Call<std::optional<Item>> next_decrypted(ItemRange stored, EncryptedClient client,
                                         std::string table) {
  Result<std::optional<Item>> item = co_await stored.next();
  if (!item || !*item) co_return item;
  Result<ItemEncryptor> encryptor = co_await client.encryptor(std::move(table));
  if (!encryptor) co_return encryptor.error();
  Result<Item> plain = co_await encryptor->decrypt(std::move(**item));
  if (!plain) co_return plain.error();
  co_return std::optional<Item>(std::move(*plain));
}

}  // namespace

EncryptedTable::EncryptedTable(Table table, std::shared_ptr<MaterialsProvider> provider,
                               EncryptedTableOptions options)
    : EncryptedTable(EncryptedClient(table.client(), std::move(provider),
                                     client_options(table.name(), std::move(options))),
                     table.name()) {}

EncryptedTable::EncryptedTable(EncryptedClient client, std::string name)
    : client_(std::move(client)), table_(client_.client(), std::move(name)) {}

BatchGet EncryptedTable::batch_get(std::vector<Item> keys) const {
  BatchGet batch(table_);
  batch.keys(std::move(keys));
  return batch;
}

Call<std::optional<Item>> DecryptedItems::next() const {
  return next_decrypted(stored_, client_, table_);
}

}  // namespace magneto::encryption
