// SPDX-License-Identifier: Apache-2.0
//
// The lines on the right of docs/coming-from/encryption-client.md, run. tests/scripts/test_coming_from.py
// checks that they stand here.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/encryption/encrypted_resource.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/kms.h"
#include "magneto/encryption/provider_store.h"
#include "magneto/magneto.h"
#include "magneto/stream_reader.h"

namespace magneto::encryption {
namespace {

using namespace std::chrono_literals;

class FromEncryptionClient : public ::testing::Test {
 protected:
  FromEncryptionClient() {
    TableDefinition definition{.partition_key = {"ISBN"}};
    definition.stream = model::StreamViewType::kNewAndOldImages;
    client.table("Books").create(definition).value();
    client.table("Books").wait_until_exists().value();
  }

  Client client = Database::in_memory()->client();
  AttributeActions usual_actions{
      CryptoAction::kEncryptAndSign,
      {{"ISBN", CryptoAction::kDoNothing}, {"PublicationYear", CryptoAction::kSignOnly}}};
  Key hmac = generate_key("HmacSHA256", 256).value();
  std::shared_ptr<MaterialsProvider> usual_provider =
      std::make_shared<StaticMaterialsProvider>(generate_key("AES", 256).value(), hmac);
  const Item item{{"ISBN", "978-0-13-110362-7"},
                  {"PublicationYear", 1988},
                  {"Title", "The C Programming Language"}};
  const Item key{{"ISBN", "978-0-13-110362-7"}};
};

TEST_F(FromEncryptionClient, ItemsAreEncryptedAndDecrypted) {
  AttributeActions actions(
      CryptoAction::kEncryptAndSign,
      {{"ISBN", CryptoAction::kDoNothing}, {"PublicationYear", CryptoAction::kSignOnly}});
  const std::vector<std::string> keys{"ISBN"};
  EXPECT_TRUE(actions.set_index_keys(keys));

  CryptoConfig config;
  config.provider = usual_provider;
  config.actions = actions;
  config.context.table_name = "Books";
  config.context.partition_key_name = "ISBN";
  config.profile = WriterProfile::kPython;

  const ItemEncryptor encryptor(config);
  Item stored = encryptor.encrypt(item).value();
  EXPECT_TRUE(stored["Title"].as<Binary>());
  EXPECT_EQ(encryptor.decrypt(stored).value(), item);
  std::string text = encryptor.encrypt_json(to_json(item)).value();
  EXPECT_EQ(item_from_json(encryptor.decrypt_json(text).value()).value(), item);
}

TEST_F(FromEncryptionClient, TablesAreKnownByTheirKeys) {
  TableInfo info = TableInfo{"Books"}.refresh_indexed_attributes(client).value();
  EXPECT_EQ(info.protected_index_keys().value(), std::vector<std::string>{"ISBN"});
  EXPECT_EQ(info.encryption_context_values().partition_key_name, "ISBN");
}

TEST_F(FromEncryptionClient, KeysAndMaterialsAreMade) {
  const auto& actions = usual_actions;
  const std::string bytes(32, 'k');
  Key aes = local_key(bytes, "AES", KeyType::kSymmetric, KeyEncoding::kRaw).value();
  Key made = generate_key("AES", 256).value();
  EXPECT_EQ(made->algorithm(), "AES");

  auto provider = std::make_shared<StaticMaterialsProvider>(aes, hmac);
  auto wrapped = std::make_shared<WrappedMaterialsProvider>(WrappedMaterialsProvider::Options{
      .signing_key = hmac, .wrapping_key = aes, .unwrapping_key = aes});
  AwsKmsMaterialsProvider::Options options{.key_id = "arn:aws:kms:eu-west-1:111122223333:key/1"};
  options.grant_tokens = {"token"};
  options.regional_clients = {};
  auto kms = std::make_shared<AwsKmsMaterialsProvider>(options);

  MetaStore::create_table(client, "Materials", 1, 1).value();
  client.table("Materials").wait_until_exists().value();
  auto store = std::make_shared<MetaStore>(client, "Materials", provider);
  auto newest = std::make_shared<CachingMostRecentProvider>(CachingMostRecentProvider::Options{
      .store = store, .material_name = "books", .version_ttl = 600s, .cache_size = 10});
  for (const std::shared_ptr<MaterialsProvider>& one :
       {std::shared_ptr<MaterialsProvider>(provider), std::shared_ptr<MaterialsProvider>(wrapped),
        std::shared_ptr<MaterialsProvider>(newest)}) {
    const EncryptedTable books(client.table("Books"), one, {.actions = actions});
    books.put(item).value();
    EXPECT_EQ(books.get(key).value(), item);
  }
}

TEST_F(FromEncryptionClient, TablesAreWrittenAndRead) {
  const auto& provider = usual_provider;
  const auto& actions = usual_actions;
  EncryptedTable books(client.table("Books"), provider, {.actions = actions});
  books.put(item).value();
  EXPECT_EQ(books.get(key).value(), item);
  const std::string isbn = "978-0-13-110362-7";
  EXPECT_EQ(books.query(magneto::key("ISBN") == isbn).all().value(), std::vector<Item>{item});
  EXPECT_EQ(books.scan().all().value(), std::vector<Item>{item});
  BatchWriter batch = books.batch_writer({.overwrite_by_keys = true});
  batch.put(item);
  batch.put(item);
  EXPECT_TRUE(batch.finish().value().complete());

  const auto refused = books.update(key).set(attr("Title"), "K&R").get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(failure_of(refused.error()), Failure::kUnsupportedOperation);
  EXPECT_EQ(refused.error().service_code(), "UnsupportedOperationError");

  CryptoConfig config{.provider = provider, .context = {.table_name = "Books"}, .actions = actions};
  EXPECT_EQ(books.with(config).get(key).value(), item);
  EncryptedClient encrypted(client, provider, {.actions = actions});
  EXPECT_EQ(encrypted.with(config).table("Books").get(key).value(), item);
  const auto gotten =
      encrypted.call<operation::GetItem>({.table_name = "Books", .key = key}).value();
  EXPECT_EQ(*gotten.item, item);
}

TEST_F(FromEncryptionClient, SeveralTablesAreOneResource) {
  const auto& provider = usual_provider;
  const auto& actions = usual_actions;
  EncryptedResource resource(client, provider, {.actions = actions});
  EncryptedTable books = resource.table("Books");
  books.put(item).value();
  model::BatchGetItemInput wanted;
  wanted.request_items = {{"Books", {.keys = {key}}}};
  EXPECT_EQ(resource.batch_get_item(wanted).value().responses.at("Books").size(), 1U);
  model::BatchWriteItemInput written;
  written.request_items = {{"Books", {{.put_request = model::PutRequest{.item = item}}}}};
  resource.batch_write_item(written).value();
  BatchWriter batch = resource.batch_writer();
  batch.put(books.table(), item);
  EXPECT_TRUE(batch.finish().value().complete());
  EXPECT_EQ(resource.batch_get().key(books.table(), key).value().size(), 1U);
  EXPECT_EQ(resource.tables().value().size(), 1U);
  EXPECT_EQ(resource.tables({.limit = 1, .page_size = 1}).value().size(), 1U);
}

TEST_F(FromEncryptionClient, RecordsOfStreamsAreDecrypted) {
  const auto& provider = usual_provider;
  const auto& actions = usual_actions;
  EncryptedTable books(client.table("Books"), provider, {.actions = actions});
  EncryptedClient encrypted(client, provider, {.actions = actions});
  books.put(item).value();
  StreamReader reader(client, client.table("Books").info().value().stream_arn, {});
  const std::vector<model::Record> records = reader.next().value();
  ASSERT_EQ(records.size(), 1U);
  for (const model::Record& record : records) {
    EXPECT_EQ(*books.decrypt(record).value().dynamodb->new_image, item);
    EXPECT_EQ(*encrypted.decrypt_record("Books", record).value().dynamodb->new_image, item);
  }
}

}  // namespace
}  // namespace magneto::encryption
