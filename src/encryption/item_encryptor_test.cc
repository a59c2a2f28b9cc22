// SPDX-License-Identifier: Apache-2.0
//
// What is refused before an item is encrypted or decrypted, keys of the program's own, and one
// encryptor that several threads use: they share its contexts, IVs and hashes of names.
#include "magneto/encryption/item_encryptor.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace magneto::encryption {
namespace {

TEST(ItemEncryptor, IsUsedBySeveralThreadsAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kItems = 50;
  CryptoConfig config;
  config.provider = std::make_shared<StaticMaterialsProvider>(
      generate_key("AES", 256).value(), generate_key("HmacSHA256", 256).value());
  config.context.table_name = "T";
  const ItemEncryptor encryptor(config);
  std::vector<std::vector<std::string>> stored(kThreads);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kItems; ++i) {
        const Item item{{"number", i}, {"name" + std::to_string(i), "text"}};
        const Result<Item> encrypted = encryptor.encrypt(item).get();
        if (!encrypted || encryptor.decrypt(*encrypted).get().value_or(Item()) != item) ++wrong;
        if (!encrypted) continue;
        stored[static_cast<std::size_t>(thread)].push_back(
            (*encrypted)["number"].as<Binary>().value().bytes().substr(0, 16));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  std::set<std::string> ivs;
  for (const auto& of_thread : stored) ivs.insert(of_thread.begin(), of_thread.end());
  EXPECT_EQ(ivs.size(), std::size_t{kThreads * kItems});
}

/// `config` as another program has it, which has seen no item before.
Result<Item> read_elsewhere(const CryptoConfig& config, const Item& stored) {
  return ItemEncryptor(config).decrypt(stored).get();
}

CryptoConfig config_with(EncryptionMaterials encryption, AttributeActions actions = {}) {
  CryptoConfig config;
  const DecryptionMaterials decryption{encryption.signing_key, encryption.encryption_key};
  config.provider = std::make_shared<StaticMaterialsProvider>(std::move(encryption), decryption);
  config.context.table_name = "T";
  config.actions = std::move(actions);
  return config;
}

CryptoConfig usual_config(AttributeActions actions = {}) {
  return config_with({generate_key("HmacSHA256", 256).value(), generate_key("AES", 256).value()},
                     std::move(actions));
}

// What is kept of the names of items before must be that of the item at hand: of the same number of
// names, with names that begin alike, in turns and more of them than are kept.
TEST(ItemEncryptor, KeepsItemsWithDifferentNamesApart) {
  for (const WriterProfile profile : {WriterProfile::kPython, WriterProfile::kJava}) {
    CryptoConfig config = usual_config(
        AttributeActions(CryptoAction::kEncryptAndSign,
                         {{"b", CryptoAction::kSignOnly}, {"c", CryptoAction::kDoNothing}}));
    config.profile = profile;
    const ItemEncryptor encryptor(config);
    std::vector<Item> items = {{{"a", 1}, {"b", 2}}, {{"a", 1}, {"c", 2}}, {{"aa", 1}, {"b", 2}},
                               {{"a", 1}},           {{"b", 1}},           {}};
    for (int i = 0; i < 20; ++i) items.push_back({{"a", 1}, {"name" + std::to_string(i), i}});
    for (int round = 0; round < 2; ++round) {
      for (const Item& item : items) {
        const Item stored = encryptor.encrypt(item).value();
        EXPECT_EQ(stored.size(), item.size() + 2);
        EXPECT_EQ(encryptor.decrypt(stored).value(), item);
        EXPECT_EQ(read_elsewhere(config, stored).value(), item);
      }
    }
  }
}

Failure failure(Call<Item> call) {
  const Result<Item> item = call.get();
  return item ? Failure::kNone : failure_of(item.error());
}

TEST(CryptoConfig, RefusesToEncryptKeyAttributes) {
  CryptoConfig config = usual_config();
  EXPECT_TRUE(config.check());
  config.context.partition_key_name = "pk";
  EXPECT_EQ(failure_of(config.check().error()), Failure::kInvalidArgument);
  EXPECT_EQ(config.check().error().message(), "Cannot encrypt partition key");
  config.actions.set("pk", CryptoAction::kSignOnly);
  EXPECT_TRUE(config.check());
  config.context.sort_key_name = "sk";
  EXPECT_EQ(config.check().error().message(), "Cannot encrypt sort key");
  EXPECT_EQ(failure(ItemEncryptor(config).encrypt({{"pk", 1}})), Failure::kInvalidArgument);
  EXPECT_EQ(failure(ItemEncryptor(config).decrypt({{"pk", 1}})), Failure::kInvalidArgument);
  EXPECT_FALSE(CryptoConfig().check());
}

TEST(ItemEncryptor, LeavesItemsAloneWhereNothingIsToBeDone) {
  const ItemEncryptor encryptor(usual_config(AttributeActions(CryptoAction::kDoNothing)));
  // Not even the names that are reserved are looked at.
  const Item item{{"a", 1}, {std::string(kSignatureAttribute), "mine"}};
  EXPECT_EQ(encryptor.encrypt(item).value(), item);
  EXPECT_EQ(encryptor.decrypt(item).value(), item);
}

TEST(ItemEncryptor, SaysWhyAnItemIsNoneOfItsFormat) {
  const ItemEncryptor encryptor(usual_config());
  const auto why = [&](const Item& item) {
    return encryptor.decrypt(item).get().error().message();
  };
  EXPECT_NE(why({{"a", "x"}}).find("is not encrypted"), std::string::npos) << why({{"a", "x"}});
  const Item newer{
      {"a", Binary("x")}, {"aws_dbe_head", Binary("x")}, {"aws_dbe_foot", Binary("x")}};
  EXPECT_NE(why(newer).find("AWS Database Encryption SDK"), std::string::npos) << why(newer);
}

TEST(ItemEncryptor, RefusesItemsWithItsOwnAttributes) {
  const ItemEncryptor encryptor(usual_config());
  for (const std::string_view name : {kDescriptionAttribute, kSignatureAttribute}) {
    EXPECT_EQ(failure(encryptor.encrypt({{std::string(name), "mine"}})), Failure::kEncryption);
  }
}

TEST(ItemEncryptor, RefusesToWriteAnythingWithoutTheKeyThatItNeeds) {
  const EncryptionMaterials signs_only{generate_key("HmacSHA256", 256).value()};
  // No attribute of this item is to be encrypted, but one could be.
  const AttributeActions some(CryptoAction::kSignOnly, {{"secret", CryptoAction::kEncryptAndSign}});
  EXPECT_EQ(failure(ItemEncryptor(config_with(signs_only, some)).encrypt({{"a", 1}})),
            Failure::kEncryption);
  const ItemEncryptor signer(config_with(signs_only, AttributeActions(CryptoAction::kSignOnly)));
  const Item stored = signer.encrypt({{"a", 1}}).value();
  EXPECT_EQ(signer.decrypt(stored).value(), (Item{{"a", 1}}));
  EXPECT_EQ(failure(ItemEncryptor(config_with({nullptr, nullptr})).encrypt({{"a", 1}})),
            Failure::kNoMaterials);
}

TEST(ItemEncryptor, PutsItsAttributesInPlaceWhateverTheOthersAreNamed) {
  const ItemEncryptor encryptor(usual_config());
  const Item item{{"!", 1}, {"*a", 2}, {"*b", 3}, {"z", 4}};
  const Item stored = encryptor.encrypt(item).value();
  EXPECT_EQ(stored.size(), 6U);
  std::string last;
  for (const Member& member : stored) {
    EXPECT_LT(last, member.name);
    last = member.name;
    EXPECT_TRUE(member.value.get_if<Binary>() && !member.value.get_if<Binary>()->bytes().empty());
  }
  EXPECT_EQ(encryptor.decrypt(stored).value(), item);
}

TEST(ItemEncryptor, ReadsNoItemWithOtherActionsOrOfAnotherTable) {
  const CryptoConfig config = usual_config();
  const Item stored = ItemEncryptor(config).encrypt({{"a", 1}, {"b", 2}}).value();
  CryptoConfig other = config;
  other.context.table_name = "U";
  EXPECT_EQ(failure(ItemEncryptor(other).decrypt(stored)), Failure::kSignatureVerification);
  other = config;
  other.actions.set("b", CryptoAction::kSignOnly);
  EXPECT_EQ(failure(ItemEncryptor(other).decrypt(stored)), Failure::kSignatureVerification);
}

TEST(ItemEncryptor, NoticesEachSignedAttributeAndNoOther) {
  const ItemEncryptor encryptor(usual_config(
      AttributeActions(CryptoAction::kEncryptAndSign,
                       {{"ISBN", CryptoAction::kDoNothing}, {"Year", CryptoAction::kSignOnly}})));
  const Item stored = encryptor.encrypt({{"ISBN", "1"}, {"Year", 1965}, {"Title", "x"}}).value();
  Item changed = stored;
  changed.set("ISBN", "2");
  EXPECT_EQ(failure(encryptor.decrypt(changed)), Failure::kNone);
  for (const char* name : {"Year", "Title"}) {
    changed = stored;
    changed.erase(name);
    EXPECT_EQ(failure(encryptor.decrypt(changed)), Failure::kSignatureVerification) << name;
  }
  changed = stored;
  changed.set("more", "x");
  EXPECT_EQ(failure(encryptor.decrypt(changed)), Failure::kSignatureVerification);
}

/// A key in a module: it gives nothing away, and does not say how it signs.
class ModuleKey final : public DelegatedKey {
 public:
  explicit ModuleKey(std::string algorithm) : algorithm_(std::move(algorithm)) {}
  const std::string& algorithm() const override { return algorithm_; }
  bool allowed_for_raw_materials() const override { return true; }
  Result<std::string> encrypt(std::string_view algorithm, std::string_view name,
                              std::string_view text) const override {
    EXPECT_EQ(algorithm, "Module/CBC/PKCS5Padding");
    return std::string(name) + ":" + std::string(text);
  }
  Result<std::string> decrypt(std::string_view algorithm, std::string_view name,
                              std::string_view stored) const override {
    EXPECT_EQ(algorithm, "Module/CBC/PKCS5Padding");
    return std::string(stored.substr(name.size() + 1));
  }
  Result<std::string> sign(std::string_view, std::string_view data) const override {
    return "signed " + std::to_string(data.size());
  }
  Result<void> verify(std::string_view, std::string_view signature,
                      std::string_view data) const override {
    if (signature == "signed " + std::to_string(data.size())) return {};
    return Error(ErrorCode::kChecksum, "not mine");
  }

 private:
  std::string algorithm_;
};

TEST(ItemEncryptor, WorksWithKeysOfTheProgramsOwn) {
  const ItemEncryptor encryptor(
      config_with({std::make_shared<ModuleKey>("Signer"), std::make_shared<ModuleKey>("Module")}));
  const Item item{{"a", 1}};
  const Item stored = encryptor.encrypt(item).value();
  EXPECT_EQ(stored["a"].as<Binary>().value().bytes().substr(0, 2), "a:");
  // A key that does not name its algorithm leaves no entry in the description.
  const std::string description = stored[kDescriptionAttribute].as<Binary>().value().bytes();
  EXPECT_EQ(description.find("signingAlg"), std::string::npos);
  EXPECT_EQ(encryptor.decrypt(stored).value(), item);
}

TEST(ItemEncryptor, DoesNotLetTheDescriptionChooseAMacForAPublicKey) {
  const Key pair = generate_key("RSA", 2048).value();
  MaterialDescription said{{"amzn-ddb-map-signingAlg", "HmacSHA256"}};
  const CryptoConfig config = config_with({pair, generate_key("AES", 256).value(), said});
  const Item stored = ItemEncryptor(config).encrypt({{"a", 1}}).value();
  const std::string signature = stored[kSignatureAttribute].as<Binary>().value().bytes();
  EXPECT_EQ(signature.size(), 256U);  // SHA256withRSA, and not the 32 bytes of a MAC
  EXPECT_EQ(ItemEncryptor(config).decrypt(stored).value(), (Item{{"a", 1}}));
}

}  // namespace
}  // namespace magneto::encryption
