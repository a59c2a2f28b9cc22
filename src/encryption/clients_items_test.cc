// SPDX-License-Identifier: Apache-2.0
//
// Items that Amazon's clients for Python and Java wrote, whole and damaged, and what both wrote
// with data keys of a recorded AWS KMS.
#include <gtest/gtest.h>

#include "encryption/format/description.h"
#include "encryption/test_vectors.h"
#include "magneto/encryption/kms.h"

namespace magneto::internal::encryption::test {
namespace {

using magneto::encryption::AwsKmsMaterialsProvider;
using magneto::encryption::CryptoConfig;
using magneto::encryption::DataKey;
using magneto::encryption::DecryptionMaterials;
using magneto::encryption::EncryptionMaterials;
using magneto::encryption::failure_of;
using magneto::encryption::GenerateDataKeyRequest;
using magneto::encryption::ItemEncryptor;
using magneto::encryption::kDescriptionAttribute;
using magneto::encryption::KmsClient;
using magneto::encryption::KmsDecryptRequest;
using magneto::encryption::kSignatureAttribute;
using magneto::encryption::MaterialsProvider;
using magneto::encryption::StaticMaterialsProvider;
using magneto::encryption::WrappedMaterialsProvider;

using Provider = std::shared_ptr<MaterialsProvider>;

/// Answers as KMS did, and compares each request with the recorded one.
class RecordedKms final : public KmsClient {
 public:
  explicit RecordedKms(const Value& recorded) : recorded_(recorded) {}

  Call<DataKey> generate_data_key(GenerateDataKeyRequest request) override {
    const Value& parameters = member(elements(member(recorded_, "calls"))[0], "params");
    EXPECT_EQ(request.key_id, text(parameters, "KeyId"));
    EXPECT_EQ(request.number_of_bytes, 32);
    expect_same(parameters, request.encryption_context, request.grant_tokens);
    ++calls;
    return Call<DataKey>::ready(
        DataKey{bytes(recorded_, "data_key_plaintext"), bytes(recorded_, "data_key_ciphertext")});
  }
  Call<std::string> decrypt(KmsDecryptRequest request) override {
    const Value& parameters = member(elements(member(recorded_, "calls"))[1], "params");
    EXPECT_EQ(request.ciphertext, bytes(parameters, "CiphertextBlob"));
    EXPECT_EQ(request.key_id, "");
    expect_same(parameters, request.encryption_context, request.grant_tokens);
    ++calls;
    return Call<std::string>::ready(bytes(recorded_, "data_key_plaintext"));
  }

  int calls = 0;

 private:
  static void expect_same(const Value& parameters,
                          const magneto::encryption::KmsEncryptionContext& context,
                          const std::vector<std::string>& tokens) {
    EXPECT_EQ(context, description(member(parameters, "EncryptionContext")));
    EXPECT_EQ(tokens, parameters["GrantTokens"].value_or(std::vector<std::string>{}));
  }

  Value recorded_;
};

struct Setting {
  CryptoConfig config;
  std::shared_ptr<RecordedKms> kms;
};

Provider kms_provider(const Value& vector, Setting& setting) {
  const Value& about = member(vector, "provider");
  setting.kms = std::make_shared<RecordedKms>(member(vector, "kms"));
  AwsKmsMaterialsProvider::Options options;
  options.key_id = text(about, "key_id");
  options.material_description = description(member(about, "material_description"));
  options.regional_clients.emplace("us-west-2", setting.kms);
  if (text(vector, "id") == "kms-grant") options.grant_tokens = {"g1", "g2"};
  return std::make_shared<AwsKmsMaterialsProvider>(std::move(options));
}

Provider provider_of(const Value& vector, const Value& keys, Setting& setting) {
  const Value& about = member(vector, "provider");
  const auto named = [&](const char* role) {
    return about[role].exists() ? key(keys, text(about, role)) : Key();
  };
  const std::string type = text(about, "type");
  if (type == "awskms") return kms_provider(vector, setting);
  MaterialDescription extra;
  if (about["material_description"].exists()) {
    extra = description(member(about, "material_description"));
  }
  const Key verification =
      about["verification_key"].exists() ? named("verification_key") : named("signing_key");
  if (type == "static") {
    return std::make_shared<StaticMaterialsProvider>(
        EncryptionMaterials{named("signing_key"), named("encryption_key"), extra},
        DecryptionMaterials{verification, named("encryption_key")});
  }
  WrappedMaterialsProvider::Options options{named("signing_key"), named("wrapping_key"),
                                            named("unwrapping_key"), extra};
  return std::make_shared<WrappedMaterialsProvider>(std::move(options));
}

Setting setting_of(const Value& vector, const Value& keys, WriterProfile profile) {
  Setting setting;
  CryptoConfig& config = setting.config;
  config.context.table_name = *vector["table"].as<std::optional<std::string>>();
  config.context.partition_key_name = *vector["partition_key"].as<std::optional<std::string>>();
  config.context.sort_key_name = *vector["sort_key"].as<std::optional<std::string>>();
  config.actions = actions(member(vector, "actions"));
  config.profile = profile;
  config.provider = provider_of(vector, keys, setting);
  return setting;
}

/// Reads every item, writes it again and reads that.
int check_items(const std::string& folder, WriterProfile profile) {
  const Value document = vectors(folder + "encrypted_items.json");
  const Value& keys = member(document, "keys");
  int items = 0;
  for (const Value& vector : elements(member(document, "items"))) {
    SCOPED_TRACE(text(vector, "id"));
    Setting setting = setting_of(vector, keys, profile);
    const ItemEncryptor encryptor(setting.config);
    const Item expected =
        item(member(vector, vector["decrypted"].exists() ? "decrypted" : "plaintext"));
    const Result<Item> plain = encryptor.decrypt(item(member(vector, "ciphertext"))).get();
    EXPECT_TRUE(plain) << plain.error().to_string();
    if (!plain) continue;
    EXPECT_EQ(*plain, expected) << to_json(*plain);
    ++items;

    const Result<Item> stored = encryptor.encrypt(expected).get();
    EXPECT_TRUE(stored) << stored.error().to_string();
    if (!stored) continue;
    const Result<Item> again = encryptor.decrypt(*stored).get();
    EXPECT_TRUE(again) << again.error().to_string();
    EXPECT_EQ(again ? *again : Item(), expected);
    // One call to KMS for each item that was read or written.
    EXPECT_EQ(setting.kms ? setting.kms->calls : 3, 3);
  }
  return items;
}

TEST(ItemsOfThePythonClient, AreReadAndWrittenAgain) {
  EXPECT_EQ(check_items("generated/python-3.3.0/", WriterProfile::kPython), 45);
}

TEST(ItemsOfTheJavaClient, AreReadAndWrittenAgain) {
  EXPECT_EQ(check_items("generated/java-2.0.3/", WriterProfile::kJava), 25);
}

/// The names of errors that Python lets out and that are none of the client's.
std::string expected_error(const Value& vector) {
  const std::string error = text(vector, "error");
  return error == "TypeError" || error == "KeyError" ? "DecryptionError" : error;
}

TEST(DamagedItems, EachGiveTheirError) {
  const Value document = vectors("generated/python-3.3.0/encrypted_items.json");
  const Value negative = vectors("generated/python-3.3.0/negative_items.json");
  const Value& keys = member(document, "keys");
  int damaged = 0;
  for (const Value& vector : elements(negative)) {
    const std::string id = text(vector, "id");
    SCOPED_TRACE(id);
    CryptoConfig config;
    config.context.table_name = text(vector, "table");
    config.actions = actions(member(vector, "actions"));
    const Key content = *magneto::encryption::generate_key("AES", 256);
    const Key mac = *magneto::encryption::generate_key("HmacSHA256", 256);
    config.provider = std::make_shared<StaticMaterialsProvider>(
        id == "wrong-decryption-key" ? content : key(keys, "aes256"),
        id == "wrong-mac-key" ? mac : key(keys, "hmac256"));
    const Result<Item> plain =
        ItemEncryptor(config).decrypt(item(member(vector, "ciphertext"))).get();
    if (vector["error"].exists()) {
      ASSERT_FALSE(plain) << to_json(*plain);
      // A wrong key may give bytes with the padding of a right one.
      const bool lucky =
          id == "wrong-decryption-key" && failure_of(plain.error()) == Failure::kDeserialization;
      EXPECT_TRUE(lucky || plain.error().service_code() == expected_error(vector))
          << plain.error().to_string();
      ++damaged;
    } else {
      ASSERT_TRUE(plain) << plain.error().to_string();
      EXPECT_EQ(*plain, item(member(vector, "ok")));
    }
  }
  EXPECT_EQ(damaged, 19);
}

}  // namespace
}  // namespace magneto::internal::encryption::test
