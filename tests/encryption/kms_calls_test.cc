// SPDX-License-Identifier: Apache-2.0
//
// How often AWS KMS is asked, and MetaStore and the provider of its newest version in a database.
#include <chrono>

#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/encryption/encrypted_table.h"
#include "magneto/encryption/kms.h"
#include "magneto/encryption/provider_store.h"

namespace magneto::encryption {
namespace {

/// Data keys that are their own ciphertext.
class CountingKms final : public KmsClient {
 public:
  Call<DataKey> generate_data_key(GenerateDataKeyRequest request) override {
    ++generated;
    last = std::move(request);
    const std::string key(32, static_cast<char>('a' + generated % 26));
    return Call<DataKey>::ready(DataKey{key, key});
  }
  Call<std::string> decrypt(KmsDecryptRequest request) override {
    ++decrypted;
    last_decrypt = request;
    return Call<std::string>::ready(request.ciphertext);
  }

  int generated = 0;
  int decrypted = 0;
  GenerateDataKeyRequest last;
  KmsDecryptRequest last_decrypt;
};

class KmsCalls : public ::testing::Test {
 protected:
  KmsCalls() {
    Table table = client.table("Books");
    table.create({.partition_key = {"pk"}, .sort_key = KeyAttribute{"sk", AttributeType::kN}})
        .value();
    table.wait_until_exists().value();
    MetaStore::create_table(client, "Materials").value();
    client.table("Materials").wait_until_exists().value();
  }
  static Item item(int number) { return {{"pk", "a"}, {"sk", number}, {"text", "SECRET"}}; }
  static Item key_of(int number) { return {{"pk", "a"}, {"sk", number}}; }

  std::shared_ptr<MaterialsProvider> kms_provider() {
    AwsKmsMaterialsProvider::Options options;
    options.key_id = kArn;
    options.grant_tokens = {"token"};
    options.regional_clients.emplace("eu-central-1", kms);
    options.name_key_when_decrypting = true;
    return std::make_shared<AwsKmsMaterialsProvider>(std::move(options));
  }
  std::shared_ptr<CachingMostRecentProvider> most_recent(std::size_t cache_size = 1000) {
    CachingMostRecentProvider::Options options;
    options.store = store;
    options.material_name = "books";
    options.version_ttl = std::chrono::seconds(10);
    options.cache_size = cache_size;
    options.now = [this] { return now; };
    return std::make_shared<CachingMostRecentProvider>(std::move(options));
  }
  int calls() const { return kms->generated + kms->decrypted; }

  static constexpr const char* kArn = "arn:aws:kms:eu-central-1:111122223333:key/1";
  Client client = Database::in_memory()->client();
  std::shared_ptr<CountingKms> kms = std::make_shared<CountingKms>();
  std::shared_ptr<MetaStore> store =
      std::make_shared<MetaStore>(client, "Materials", kms_provider());
  CachingMostRecentProvider::Clock::time_point now{};
};

TEST_F(KmsCalls, AreOneForEachItem) {
  const EncryptedTable books(client.table("Books"), kms_provider());
  for (int i = 0; i < 5; ++i) books.put(item(i)).value();
  EXPECT_EQ(kms->generated, 5);
  EXPECT_EQ(kms->last.key_id, kArn);
  EXPECT_EQ(kms->last.grant_tokens, std::vector<std::string>{"token"});
  EXPECT_EQ(kms->last.encryption_context,
            (KmsEncryptionContext{{"*amzn-ddb-env-alg*", "AES/256"},
                                  {"*amzn-ddb-sig-alg*", "HmacSHA256/256"},
                                  {"*aws-kms-table*", "Books"},
                                  {"pk", "a"},
                                  {"sk", "4"}}));
  EXPECT_EQ(books.scan().all().value().size(), 5U);
  EXPECT_EQ(kms->decrypted, 5);
  EXPECT_EQ(kms->last_decrypt.key_id, kArn);
  EXPECT_EQ(kms->last_decrypt.grant_tokens, std::vector<std::string>{"token"});
}

TEST_F(KmsCalls, AreNoneWithinTheTimeOfACachedVersion) {
  const EncryptedTable books(client.table("Books"), most_recent());
  books.put(item(0)).value();
  EXPECT_EQ(calls(), 1);  // version 0 is made
  for (int i = 1; i < 20; ++i) {
    books.put(item(i)).value();
    EXPECT_EQ(books.get(key_of(i)).value(), item(i));
  }
  EXPECT_EQ(calls(), 1);
  now += std::chrono::seconds(11);
  EXPECT_EQ(books.get(key_of(3)).value(), item(3));
  EXPECT_EQ(calls(), 2);  // the version is read again
  EXPECT_EQ(books.get(key_of(4)).value(), item(4));
  EXPECT_EQ(calls(), 2);
}

TEST_F(KmsCalls, FollowWhatIsForgotten) {
  const auto provider = most_recent();
  const EncryptedTable books(client.table("Books"), provider);
  books.put(item(0)).value();
  provider->refresh();
  books.put(item(1)).value();
  EXPECT_EQ(kms->generated, 1);
  EXPECT_EQ(kms->decrypted, 1);
}

TEST_F(KmsCalls, UseANewVersionWhenTheTimeOfTheOldIsOver) {
  const EncryptedTable books(client.table("Books"), most_recent());
  books.put(item(0)).value();
  store->new_provider("books").value();
  EXPECT_EQ(store->max_version("books").value(), 1);
  const auto version = [&](int number) {
    const Item stored = *books.plain_table().get(key_of(number)).value();
    const std::string description = stored["*amzn-ddb-map-desc*"].as<Binary>().value().bytes();
    return description.substr(description.find("books#"), 7);
  };
  books.put(item(1)).value();
  EXPECT_EQ(version(1), "books#0");
  now += std::chrono::seconds(11);
  books.put(item(2)).value();
  EXPECT_EQ(version(2), "books#1");
  EXPECT_EQ(books.get(key_of(0)).value(), item(0));
}

TEST_F(KmsCalls, OfAnItemOfAnUnknownVersionSayThatThereAreNoMaterials) {
  const EncryptedTable books(client.table("Books"), most_recent());
  books.put(item(0)).value();
  client.table("Materials").remove({{"N", "books"}, {"V", 0}}).value();
  now += std::chrono::seconds(11);
  EXPECT_EQ(failure_of(books.get(key_of(0)).get().error()), Failure::kNoMaterials);
}

TEST_F(KmsCalls, KeepAsManyVersionsAsTheyAreTold) {
  const EncryptedTable books(client.table("Books"), most_recent(1));
  books.put(item(0)).value();
  store->new_provider("books").value();
  now += std::chrono::seconds(11);
  books.put(item(1)).value();
  const int before = calls();
  books.get(key_of(0)).value();  // takes the place of version 1
  books.get(key_of(1)).value();
  EXPECT_EQ(calls(), before + 2);
}

TEST_F(KmsCalls, OfTheStoreSayWhatIsMissing) {
  EXPECT_EQ(failure_of(store->max_version("books").get().error()), Failure::kNoKnownVersion);
  EXPECT_EQ(failure_of(store->provider("books", 3).get().error()), Failure::kInvalidVersion);
  EXPECT_EQ(failure_of(store->get_or_create_provider("a#b", 0).get().error()),
            Failure::kInvalidArgument);
  store->newest_provider("books").value();
  EXPECT_EQ(store->max_version("books").value(), 0);
}

TEST_F(KmsCalls, OfTwoWhoMakeAVersionOneWins) {
  const MetaStore other(client, "Materials", kms_provider());
  MetaStore second = other;
  const auto mine = store->get_or_create_provider("books", 0).value();
  const auto theirs = second.get_or_create_provider("books", 0).value();
  CryptoConfig config;
  config.context.table_name = "T";
  config.provider = mine;
  const Item stored = ItemEncryptor(config).encrypt({{"a", "x"}}).value();
  config.provider = theirs;
  EXPECT_EQ(ItemEncryptor(config).decrypt(stored).value(), (Item{{"a", "x"}}));
}

TEST_F(KmsCalls, CopyAVersionToAnotherStore) {
  MetaStore::create_table(client, "Copies").value();
  client.table("Copies").wait_until_exists().value();
  const auto keys = std::make_shared<StaticMaterialsProvider>(
      generate_key("AES", 256).value(), generate_key("HmacSHA256", 256).value());
  MetaStore copies(client, "Copies", keys);
  CryptoConfig config;
  config.context.table_name = "T";
  config.provider = store->newest_provider("books").value();
  const Item stored = ItemEncryptor(config).encrypt({{"a", "x"}}).value();
  for (int i = 0; i < 2; ++i) store->replicate("books", 0, copies).value();
  config.provider = copies.provider("books", 0).value();
  EXPECT_EQ(ItemEncryptor(config).decrypt(stored).value(), (Item{{"a", "x"}}));
}

}  // namespace
}  // namespace magneto::encryption
