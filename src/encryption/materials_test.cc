// SPDX-License-Identifier: Apache-2.0
//
// What the providers of materials promise beyond the items of the vectors: their errors, what wins
// in a material description, and which key and region AWS KMS is asked with.
#include "magneto/encryption/materials.h"

#include <set>

#include <gtest/gtest.h>

#include "encryption/base64_text.h"
#include "encryption/format/description.h"
#include "encryption/names.h"
#include "encryption/store/material_row.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/kms.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room

template <class T>
Failure failure(Call<T> call) {
  const Result<T> result = call.get();
  return result ? Failure::kNone : failure_of(result.error());
}

Key aes() { return generate_key("AES", 256).value(); }
Key mac() { return generate_key("HmacSHA256", 256).value(); }

CryptoConfig config_with(std::shared_ptr<MaterialsProvider> provider,
                         AttributeActions actions = {}) {
  CryptoConfig config;
  config.provider = std::move(provider);
  config.context.table_name = "T";
  config.actions = std::move(actions);
  return config;
}

MaterialDescription description_in(const Item& stored) {
  return read_description(stored[kDescriptionAttribute].as<Binary>().value().bytes()).value();
}

TEST(BaseProvider, HasNoMaterials) {
  MaterialsProvider none;
  EXPECT_EQ(failure(none.encryption_materials({})), Failure::kNoMaterials);
  EXPECT_EQ(failure(none.decryption_materials({})), Failure::kNoMaterials);
}

TEST(StaticProvider, SaysWhichMaterialsAreMissing) {
  StaticMaterialsProvider writer(EncryptionMaterials{mac(), aes()}, std::nullopt);
  EXPECT_EQ(failure(writer.encryption_materials({})), Failure::kNone);
  EXPECT_EQ(failure(writer.decryption_materials({})), Failure::kNoMaterials);
  StaticMaterialsProvider reader(std::nullopt, DecryptionMaterials{mac(), aes()});
  EXPECT_EQ(failure(reader.encryption_materials({})), Failure::kNoMaterials);
}

TEST(StaticProvider, TakesOnlyLocalAesKeysToEncrypt) {
  StaticMaterialsProvider provider(mac(), mac());
  EXPECT_EQ(failure(provider.encryption_materials({})), Failure::kInvalidArgument);
  EXPECT_EQ(failure(provider.decryption_materials({})), Failure::kInvalidArgument);
}

TEST(StaticProvider, WritesItsDescriptionIntoItems) {
  const auto provider = std::make_shared<StaticMaterialsProvider>(
      aes(), mac(), MaterialDescription{{"application", "shop"}});
  const Item stored = ItemEncryptor(config_with(provider)).encrypt({{"a", 1}}).value();
  EXPECT_EQ(description_in(stored),
            (MaterialDescription{{"application", "shop"},
                                 {"amzn-ddb-map-signingAlg", "HmacSHA256"},
                                 {"amzn-ddb-map-sym-mode", "/CBC/PKCS5Padding"}}));
}

TEST(WrappedProvider, SaysWhichKeyIsMissing) {
  WrappedMaterialsProvider provider({.signing_key = mac()});
  EXPECT_EQ(failure(provider.encryption_materials({})), Failure::kWrapping);
  EXPECT_EQ(failure(provider.decryption_materials({})), Failure::kUnwrapping);
}

TEST(WrappedProvider, GivesEachItemAContentKeyOfItsOwn) {
  const Key key = aes();
  const auto provider = std::make_shared<WrappedMaterialsProvider>(
      WrappedMaterialsProvider::Options{mac(), key, key});
  const ItemEncryptor encryptor(config_with(provider));
  std::set<std::string> content_keys;
  for (int i = 0; i < 100; ++i) {
    const Item stored = encryptor.encrypt({{"a", i}}).value();
    const MaterialDescription description = description_in(stored);
    EXPECT_EQ(entry(description, kWrappingAlgorithm), "AESWrap");
    EXPECT_EQ(entry(description, kContentAlgorithm), "AES/256");
    const auto wrapped = from_base64(entry(description, kContentKey));
    content_keys.insert(key->unwrap("AESWrap", wrapped.value()).value());
    EXPECT_EQ(content_keys.rbegin()->size(), 32U);
  }
  EXPECT_EQ(content_keys.size(), 100U);
}

TEST(WrappedProvider, PrefersWhatTheContextSays) {
  const Key key = aes();
  WrappedMaterialsProvider provider(
      {mac(), key, key, {{"a", "provider"}, {"b", "provider"}, {"amzn-ddb-env-alg", "AES/256"}}});
  EncryptionContext context;
  context.material_description = {{"a", "context"}, {"amzn-ddb-env-alg", "AES/128"}};
  EncryptionMaterials first = provider.encryption_materials(context).value();
  EXPECT_EQ(first.material_description["a"], "context");
  EXPECT_EQ(first.material_description["b"], "provider");
  EXPECT_EQ(first.material_description["amzn-ddb-env-alg"], "AES/128");
  // A content key that is wrapped already is used again.
  context.material_description = first.material_description;
  const EncryptionMaterials second = provider.encryption_materials(context).value();
  const std::string stored =
      first.encryption_key->encrypt("AES/CBC/PKCS5Padding", "a", "text").value();
  EXPECT_EQ(second.encryption_key->decrypt("AES/CBC/PKCS5Padding", "a", stored).value(), "text");
  EXPECT_EQ(second.material_description, first.material_description);
}

TEST(WrappedProvider, RefusesContentKeysThatAreNotAes) {
  const Key key = aes();
  for (const char* algorithm : {"DES/64", "AES/100", "AES/x", "HmacSHA256/256"}) {
    WrappedMaterialsProvider provider({mac(), key, key, {{"amzn-ddb-env-alg", algorithm}}});
    EXPECT_EQ(failure(provider.encryption_materials({})), Failure::kWrapping) << algorithm;
  }
}

TEST(WrappedProvider, VerifiesWhatIsOnlySignedWithoutAContentKey) {
  const AttributeActions sign(CryptoAction::kSignOnly);
  const Key signing = mac();
  const auto writer = std::make_shared<StaticMaterialsProvider>(
      EncryptionMaterials{signing, nullptr}, std::nullopt);
  const Item item{{"a", 1}};
  const Item stored = ItemEncryptor(config_with(writer, sign)).encrypt(item).value();
  const Key key = aes();
  const auto reader = std::make_shared<WrappedMaterialsProvider>(
      WrappedMaterialsProvider::Options{signing, key, key});
  EXPECT_EQ(ItemEncryptor(config_with(reader, sign)).decrypt(stored).value(), item);
}

/// Keeps the requests, and answers with what it is told.
class FakeKms final : public KmsClient {
 public:
  Call<DataKey> generate_data_key(GenerateDataKeyRequest request) override {
    requests.push_back(std::move(request));
    if (refuses) return Call<DataKey>::ready(Error(ErrorCode::kAccessDenied, "no"));
    return Call<DataKey>::ready(DataKey{plaintext, "blob"});
  }
  Call<std::string> decrypt(KmsDecryptRequest) override {
    if (refuses) return Call<std::string>::ready(Error(ErrorCode::kAccessDenied, "no"));
    return Call<std::string>::ready(plaintext);
  }

  std::vector<GenerateDataKeyRequest> requests;
  std::string plaintext = std::string(32, 'k');
  bool refuses = false;
};

class KmsProvider : public ::testing::Test {
 protected:
  KmsProvider() {
    options.key_id = "arn:aws:kms:eu-west-3:111122223333:key/1";
    options.make_client = [this](std::string_view region) {
      regions.emplace_back(region);
      return kms;
    };
  }
  Failure writing(EncryptionContext context = {}) {
    AwsKmsMaterialsProvider provider(options);
    return failure(provider.encryption_materials(std::move(context)));
  }

  AwsKmsMaterialsProvider::Options options;
  std::shared_ptr<FakeKms> kms = std::make_shared<FakeKms>();
  std::vector<std::string> regions;
};

TEST_F(KmsProvider, AsksInTheRegionOfTheKeyElseInThatOfTheOptions) {
  options.region = "us-east-2";
  EXPECT_EQ(writing(), Failure::kNone);
  options.key_id = "alias/books";
  EXPECT_EQ(writing(), Failure::kNone);
  EXPECT_EQ(regions, (std::vector<std::string>{"eu-west-3", "us-east-2"}));
  options.region.clear();
  EXPECT_EQ(writing(), Failure::kUnknownRegion);
}

TEST_F(KmsProvider, MakesOneClientForARegion) {
  AwsKmsMaterialsProvider provider(options);
  for (int i = 0; i < 3; ++i) provider.encryption_materials({}).value();
  EXPECT_EQ(regions, std::vector<std::string>{"eu-west-3"});
  EXPECT_EQ(kms->requests.size(), 3U);
}

TEST_F(KmsProvider, ChoosesAndChecksTheKeyOfAnItem) {
  options.select_key_id = [](const EncryptionContext& context) -> Result<std::string> {
    return "arn:aws:kms:eu-west-3:111122223333:key/" + *context.table_name;
  };
  options.validate_key_id = [](std::string_view key_id, const EncryptionContext&) -> Result<void> {
    if (key_id.ends_with("/Books")) return {};
    return Error(ErrorCode::kAccessDenied, "not this key");
  };
  EncryptionContext context;
  context.table_name = "Books";
  EXPECT_EQ(writing(context), Failure::kNone);
  EXPECT_EQ(kms->requests[0].key_id, "arn:aws:kms:eu-west-3:111122223333:key/Books");
  context.table_name = "Others";
  AwsKmsMaterialsProvider provider(options);
  EXPECT_EQ(provider.encryption_materials(context).get().error().code(), ErrorCode::kAccessDenied);
  EXPECT_EQ(kms->requests.size(), 1U);
}

TEST_F(KmsProvider, BindsKeysOfAllThreeTypesAndRefusesOthers) {
  EncryptionContext context;
  context.partition_key_name = "pk";
  context.sort_key_name = "sk";
  context.attributes = std::make_shared<const Item>(
      Item{{"pk", Binary("\x01\xFF")}, {"sk", Number::parse("5.50").value()}});
  EXPECT_EQ(writing(context), Failure::kNone);
  EXPECT_EQ(kms->requests[0].encryption_context.at("pk"), "Af8=");
  EXPECT_EQ(kms->requests[0].encryption_context.at("sk"), "5.5");
  EXPECT_FALSE(kms->requests[0].encryption_context.contains("*aws-kms-table*"));
  context.attributes = std::make_shared<const Item>(Item{{"pk", true}});
  EXPECT_EQ(writing(context), Failure::kInvalidArgument);
}

TEST_F(KmsProvider, RefusesAlgorithmsThatItDoesNotKnow) {
  for (const auto& [name, algorithm] :
       MaterialDescription{{"amzn-ddb-env-alg", "DES/64"}, {"amzn-ddb-sig-alg", "HmacSHA256/7"}}) {
    options.material_description = {{name, algorithm}};
    EXPECT_EQ(writing(), Failure::kInvalidArgument) << name;
  }
  AwsKmsMaterialsProvider reader(options);
  EncryptionContext context;
  for (const char* algorithm : {"AES/1", "HmacSHA256/256", "AES/256/x"}) {
    context.material_description = {{"amzn-ddb-env-key", "YmxvYg=="},
                                    {"amzn-ddb-env-alg", algorithm}};
    EXPECT_EQ(failure(reader.decryption_materials(context)), Failure::kUnwrapping) << algorithm;
  }
}

TEST_F(KmsProvider, SaysThatAKeyCouldNotBeWrappedOrUnwrapped) {
  AwsKmsMaterialsProvider provider(options);
  EncryptionContext context;
  EXPECT_EQ(failure(provider.decryption_materials(context)), Failure::kUnwrapping);
  context.material_description = {{"amzn-ddb-env-key", "no base64!"}};
  EXPECT_EQ(failure(provider.decryption_materials(context)), Failure::kUnwrapping);
  context.material_description = {{"amzn-ddb-env-key", "YmxvYg=="}};
  EXPECT_EQ(failure(provider.decryption_materials(context)), Failure::kNone);
  kms->plaintext = "short";
  EXPECT_EQ(failure(provider.encryption_materials({})), Failure::kWrapping);
  EXPECT_EQ(failure(provider.decryption_materials(context)), Failure::kUnwrapping);
  kms->refuses = true;
  EXPECT_EQ(failure(provider.encryption_materials({})), Failure::kWrapping);
  EXPECT_EQ(failure(provider.decryption_materials(context)), Failure::kUnwrapping);
}

TEST(MaterialRow, IsRefusedWhereItIsNoMaterial) {
  const Item row = new_material_row("books", 3).value();
  EXPECT_TRUE(provider_of_row(row));
  for (const char* name : {"N", "V", "t", "encAlg", "enc", "intAlg", "int"}) {
    Item without = row;
    without.erase(name);
    EXPECT_EQ(failure_of(provider_of_row(without).error()), Failure::kProviderStore) << name;
  }
  Item newer = row;
  newer.set("t", "1");
  EXPECT_EQ(failure_of(provider_of_row(newer).error()), Failure::kInvalidVersion);
}

TEST(MaterialRow, IsFoundByTheVersionInADescription) {
  EXPECT_EQ(version_of({{"amzn-ddb-meta-id", "books#12"}}).value(), 12);
  for (const char* id : {"books", "books#", "books#x", "books#1x", ""}) {
    const Result<std::int64_t> version = version_of({{"amzn-ddb-meta-id", id}});
    ASSERT_FALSE(version) << id;
    EXPECT_EQ(failure_of(version.error()), Failure::kInvalidVersion);
  }
}

}  // namespace
}  // namespace magneto::encryption
