// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/encrypted_client.h"

#include <utility>

#include "encryption/helpers/encrypted_connection.h"
#include "encryption/helpers/table_book.h"
#include "magneto/encryption/encrypted_table.h"

namespace magneto::encryption {
namespace {

using internal::encryption::encrypted_connection;
using internal::encryption::TableBook;

/// The client below sends again what may be sent again.
Client over(std::shared_ptr<TableBook> book) {
  return Client(encrypted_connection(std::move(book)), {.retry = RetryOptions::never()});
}

Call<void> decrypt_image(ItemEncryptor encryptor, std::optional<Item>& image) {
  if (!image) co_return Result<void>();
  Result<Item> plain = co_await encryptor.decrypt(std::move(*image));
  if (!plain) co_return plain.error();
  image = std::move(*plain);
  co_return Result<void>();
}

Call<model::Record> decrypted(std::shared_ptr<TableBook> book, std::string table,
                              model::Record record) {
  const bool has_images =
      record.dynamodb && (record.dynamodb->old_image || record.dynamodb->new_image);
  if (!has_images) co_return record;
  const Result<ItemEncryptor> encryptor =
      co_await TableBook::encryptor_of(std::move(book), std::move(table));
  if (!encryptor) co_return encryptor.error();
  Result<void> before = co_await decrypt_image(*encryptor, record.dynamodb->old_image);
  if (!before) co_return before.error();
  Result<void> after = co_await decrypt_image(*encryptor, record.dynamodb->new_image);
  if (!after) co_return after.error();
  co_return record;
}

}  // namespace

EncryptedClient::EncryptedClient(std::shared_ptr<TableBook> book)
    : book_(book), plain_(book->client()), encrypted_(over(book)) {}

EncryptedClient::EncryptedClient(Client client, std::shared_ptr<MaterialsProvider> provider,
                                 EncryptionOptions options)
    : EncryptedClient(std::make_shared<TableBook>(std::move(client), std::move(provider),
                                                  std::move(options))) {}

EncryptedClient EncryptedClient::with(CryptoConfig config) const {
  return EncryptedClient(std::make_shared<TableBook>(plain_, std::move(config)));
}

EncryptedTable EncryptedClient::table(std::string name) const {
  return EncryptedTable(*this, std::move(name));
}

Call<model::Record> EncryptedClient::decrypt_record(std::string table, model::Record record) const {
  return decrypted(book_, std::move(table), std::move(record));
}

Call<ItemEncryptor> EncryptedClient::encryptor(std::string table) const {
  return TableBook::encryptor_of(book_, std::move(table));
}

Call<TableInfo> EncryptedClient::table_info(std::string table) const {
  return TableBook::info_of(book_, std::move(table));
}

Call<TableInfo> EncryptedClient::refresh_table_info(std::string table) const {
  return TableBook::refreshed_info_of(book_, std::move(table));
}

}  // namespace magneto::encryption
